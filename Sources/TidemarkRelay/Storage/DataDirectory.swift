package import Foundation

/// The one directory that a relay writes.
///
/// A marker file tells it from any other directory, and says whether its first start was completed: an empty directory
/// where data should be (a lost mount, a typo) is then noticed instead of being filled with a new, empty relay.
package struct DataDirectory: Hashable, Sendable {
    package static let markerName = "tidemark-relay.json"
    private static let databaseName = "relay.sqlite"
    private static let spacesName = "spaces"
    /// What a fresh file system puts into its root.
    private static let ignoredNames: Set<String> = ["lost+found", ".DS_Store"]

    private struct Marker: Codable {
        static let format = 0
        var format = Self.format
        var initialised: Bool
    }

    package let url: URL
    /// True until `markInitialised` has been called once in the directory's life.
    package let isFirstStart: Bool

    package var databaseURL: URL { url.appending(path: Self.databaseName) }
    package var spacesURL: URL { url.appending(path: Self.spacesName, directoryHint: .isDirectory) }

    /// Takes the directory, or makes it where it is absent or empty.
    ///
    /// - Parameter requireExisting: refuse an empty or absent directory too.
    /// - Throws: `DataDirectoryError`; nothing was then written.
    package init(at url: URL, requireExisting: Bool = false) throws {
        self.url = url
        let manager = FileManager.default
        let markerURL = url.appending(path: Self.markerName)
        let names: [String]
        if manager.fileExists(atPath: url.path) {
            do {
                names = try manager.contentsOfDirectory(atPath: url.path).filter { !Self.ignoredNames.contains($0) }
            } catch {
                throw DataDirectoryError.unreadable(path: url.path, reason: "not a directory, or no permission")
            }
        } else {
            names = []
        }
        guard names.contains(Self.markerName) else {
            // The marker comes first, so a kill during a first start leaves an empty directory or a marker.
            guard names.isEmpty else { throw DataDirectoryError.foreign(path: url.path) }
            guard !requireExisting else { throw DataDirectoryError.lost(path: url.path) }
            isFirstStart = true
            try Self.write(Marker(initialised: false), to: markerURL, in: url)
            return
        }
        let marker: Marker
        do {
            marker = try JSONDecoder().decode(Marker.self, from: Data(contentsOf: markerURL))
        } catch {
            throw DataDirectoryError.unreadable(path: markerURL.path, reason: "not the marker of a relay")
        }
        guard marker.format <= Marker.format else { throw DataDirectoryError.newer(path: url.path) }
        isFirstStart = !marker.initialised
        if marker.initialised {
            for name in [Self.databaseName, Self.spacesName] where !names.contains(name) {
                throw DataDirectoryError.incomplete(path: url.path, missing: name)
            }
        } else {
            try Self.write(marker, to: markerURL, in: url)
        }
    }

    /// Notes that the stores exist; from now on their absence is an error.
    package func markInitialised() throws {
        try Self.write(Marker(initialised: true), to: url.appending(path: Self.markerName), in: url)
    }

    private static func write(_ marker: Marker, to markerURL: URL, in url: URL) throws {
        do {
            let ownerOnly: [FileAttributeKey: Any] = [.posixPermissions: 0o700]
            try FileManager.default.createDirectory(
                at: url, withIntermediateDirectories: true, attributes: ownerOnly)
            try JSONEncoder().encode(marker).write(to: markerURL, options: .atomic)
            try FileManager.default.createDirectory(
                at: url.appending(path: spacesName), withIntermediateDirectories: true, attributes: ownerOnly)
        } catch {
            throw DataDirectoryError.unwritable(
                path: url.path,
                reason: (error as? CocoaError)?.code == .fileWriteOutOfSpace ? "disk full" : "no permission")
        }
    }
}
