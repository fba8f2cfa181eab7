import Foundation
import Synchronization

/// What stands in the configuration file: lines of `key = value`, with `#` before comments. Command line and environment come
/// before it.
///
///     home = /data/tidemark    # the library's directory
///     color = auto             # auto, always or never
///     autosync = on            # on or off: sync in the background after a change
struct Settings: Sendable {
    enum Key: String, CaseIterable {
        case home
        case color
        case autosync
    }

    private var values: [Key: String] = [:]

    subscript(key: Key) -> String? { values[key] }

    /// - Throws: `CommandFailure` for a line that makes no sense; a setting that is silently ignored helps nobody.
    init(text: String, path: String) throws {
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let content = line.prefix { $0 != "#" }.trimmingCharacters(in: .whitespaces)
            if content.isEmpty { continue }
            let parts = content.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            guard parts.count == 2, let key = Key(rawValue: parts[0]) else {
                let known = Key.allCases.map(\.rawValue).joined(separator: ", ")
                throw CommandFailure(
                    .usage, "\(path), line \(index + 1): \"\(content)\" is no setting; there are \(known).")
            }
            if let allowed = Self.allowed(key), !allowed.contains(parts[1]) {
                throw CommandFailure(
                    .usage, "\(path), line \(index + 1): \(key.rawValue) is \(allowed.joined(separator: ", ")).")
            }
            values[key] = parts[1]
        }
    }

    private static func allowed(_ key: Key) -> [String]? {
        switch key {
        case .home: nil
        case .color: ["auto", "always", "never"]
        case .autosync: ["on", "off"]
        }
    }

    /// Where the file is: XDG Base Directory Specification 0.8, which has relative paths ignored.
    static var path: String {
        if let base = ProcessInfo.processInfo.environment["XDG_CONFIG_HOME"], base.hasPrefix("/") {
            return base + "/tidemark/config"
        }
        return FileManager.default.homeDirectoryForCurrentUser.path + "/.config/tidemark/config"
    }

    /// The file as it was when it was first asked for; no settings where there is none.
    static let read = Result<Settings, any Error> {
        guard let data = FileManager.default.contents(atPath: path) else { return try Settings(text: "", path: path) }
        return try Settings(text: String(decoding: data, as: UTF8.self), path: path)
    }

    /// The file's settings; none where it cannot be read, which `TidemarkCommand` reports before anything is done.
    static var current: Settings? { try? read.get() }
}
