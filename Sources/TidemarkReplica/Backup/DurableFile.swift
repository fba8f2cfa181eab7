import Crypto
import Foundation
import TidemarkCore

/// Files that are on the disk when the call returns, and that nobody else can read.
enum DurableFile {
    private static let chunkBytes = 1 << 20

    /// The directory that a path stands in.
    static func directory(of path: String) -> String {
        URL(filePath: path).deletingLastPathComponent().path(percentEncoded: false)
    }

    /// Makes a directory, with those above it that are missing.
    static func makeDirectory(_ path: String) throws {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    /// Copies a file and hashes it on the way.
    ///
    /// - Returns: nil where there is no such file.
    static func copy(_ source: String, to target: String) throws -> (bytes: Int, hash: String)? {
        guard let input = FileHandle(forReadingAtPath: source) else { return nil }
        defer { try? input.close() }
        try makeDirectory(directory(of: target))
        guard
            FileManager.default.createFile(atPath: target, contents: nil, attributes: [.posixPermissions: 0o600]),
            let output = FileHandle(forWritingAtPath: target)
        else { throw CocoaError(.fileWriteUnknown) }
        defer { try? output.close() }
        var state = SHA256()
        var bytes = 0
        while let part = try input.read(upToCount: chunkBytes), !part.isEmpty {
            state.update(data: part)
            bytes += part.count
            try output.write(contentsOf: part)
        }
        try output.synchronize()
        return (bytes, hexadecimal(state.finalize()))
    }

    /// - Returns: nil where there is no such file.
    static func hash(_ path: String) throws -> (bytes: Int, hash: String)? {
        guard let input = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? input.close() }
        var state = SHA256()
        var bytes = 0
        while let part = try input.read(upToCount: chunkBytes), !part.isEmpty {
            state.update(data: part)
            bytes += part.count
        }
        return (bytes, hexadecimal(state.finalize()))
    }

    static func write(_ data: Data, to path: String) throws {
        guard FileManager.default.createFile(atPath: path, contents: data, attributes: [.posixPermissions: 0o600])
        else { throw CocoaError(.fileWriteUnknown) }
        try synchronize(path)
    }

    /// Brings a file, or the names in a directory, onto the disk (fsync(2)).
    static func synchronize(_ path: String) throws {
        guard let handle = FileHandle(forReadingAtPath: path) else { throw CocoaError(.fileReadNoSuchFile) }
        defer { try? handle.close() }
        try handle.synchronize()
    }

    /// Regular files below a directory, by their paths in it, in order.
    static func files(below directory: String) -> [String] {
        let all = FileManager.default.enumerator(atPath: directory)?.compactMap { $0 as? String } ?? []
        return all.filter { path in
            let attributes = try? FileManager.default.attributesOfItem(atPath: directory + "/" + path)
            return attributes?[.type] as? FileAttributeType == .typeRegular
        }.sorted()
    }
}
