import Foundation
import TidemarkInterchange
import TidemarkLibrary

extension ImportSource {
    /// Writes `bytes` into a file without a telling name and reads it.
    static func read(
        _ bytes: some Collection<UInt8>, as format: ImportFormat? = nil
    ) throws -> (format: ImportFormat, records: [ImportRecord]) {
        let file = FileManager.default.temporaryDirectory.appending(path: "tidemark-source-\(UUID())")
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try read(path: file.path, as: format)
    }

    static func read(
        _ text: String, as format: ImportFormat? = nil
    ) throws -> (format: ImportFormat, records: [ImportRecord]) {
        try read(Array(text.utf8), as: format)
    }

    static func read(
        path: String, as format: ImportFormat? = nil
    ) throws -> (format: ImportFormat, records: [ImportRecord]) {
        var records: [ImportRecord] = []
        let known = try ImportSource(path: path).read(as: format) { part, _ in records += part }
        return (known, records)
    }
}
