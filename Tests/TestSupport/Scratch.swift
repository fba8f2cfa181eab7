import Foundation

/// A directory that is there while a test needs it.
package enum Scratch {
    package static func with<T>(_ body: (String) throws -> T) throws -> T {
        // With a blank and a percent sign, as people name directories.
        let directory = FileManager.default.temporaryDirectory.appending(path: "tidemark test 1%20-\(UUID())")
            .path(percentEncoded: false)
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        return try body(directory)
    }
}
