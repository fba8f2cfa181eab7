import Foundation
import TidemarkLibrary

/// The files of an export that consists of several, in a ZIP archive or unpacked in a folder.
///
/// Told by what is inside: Omnivore's `metadata_*.json`, Pocket's tables and annotations. A file that cannot be read is
/// refused and stops nothing.
struct ExportParts {
    /// Paths inside of the export, in order.
    let names: [String]
    /// The content of a file, in chunks.
    let read: (_ name: String, _ take: ([UInt8]) throws -> Void) throws -> Void

    /// What the parts look like; `nil` where nothing in them is known.
    var format: ImportFormat? {
        if names.contains(where: Self.isMetadata) { return .omnivore }
        return names.contains { Self.last($0).hasSuffix(".csv") } ? .pocket : nil
    }

    @discardableResult
    func read(as given: ImportFormat?, _ take: ImportSource.Take) throws -> ImportFormat {
        guard let format = given ?? format else {
            throw ImportSourceError.malformed(
                given ?? .pocket, reason: "it holds neither Pocket's tables nor Omnivore's metadata")
        }
        if format == .omnivore { try readOmnivore(take) } else { try readTables(take) }
        return format
    }

    private static func last(_ name: String) -> Substring { name.split(separator: "/").last ?? "" }

    private static func folder(_ name: String) -> Substring { name.split(separator: "/").dropLast().last ?? "" }

    private static func isMetadata(_ name: String) -> Bool {
        last(name).hasPrefix("metadata_") && last(name).hasSuffix(".json")
    }

    private func contents(_ name: String) throws -> Data {
        var data = Data()
        try read(name) { data += $0 }
        return data
    }

    /// Runs `body` for a file; a refused record where the file is damaged.
    private func attempt(_ name: String, _ body: () throws -> [ImportRecord]) throws -> [ImportRecord] {
        do {
            return try body()
        } catch let error as ZipArchive.Failure {
            return [.refusing(line: 0, reason: "This file of the export cannot be read, \(error.reason).", text: name)]
        } catch let error as ImportSourceError {
            return [.refusing(line: 0, reason: error.description, text: name)]
        }
    }

    // MARK: Omnivore

    private func readOmnivore(_ take: ImportSource.Take) throws {
        var highlights: [String: [HighlightRecord]] = [:]
        for name in names where Self.folder(name) == "highlights" && name.hasSuffix(".md") {
            let refused = try attempt(name) {
                let text = String(decoding: try contents(name), as: UTF8.self)
                highlights[String(Self.last(name).dropLast(3))] = OmnivoreReader.highlights(in: text)
                return []
            }
            if !refused.isEmpty { try take(refused, 0) }
        }
        for name in names where Self.isMetadata(name) {
            let records = try attempt(name) {
                OmnivoreReader.records(
                    of: try JSONDocument.parse(contents(name), as: .omnivore), highlights: highlights)
            }
            try ImportSource.hand(over: records, bytes: 0, take)
        }
        let pages = names.count { Self.folder($0) == "content" }
        if pages > 0 {
            try take(
                [.skipping(line: 0, reason: "The kept contents of \(pages) pages are not imported.", text: "content/")],
                0)
        }
    }

    // MARK: Pocket

    private func readTables(_ take: ImportSource.Take) throws {
        let highlights = try annotations(take)
        for name in names where Self.last(name).hasSuffix(".csv") {
            var reader = CSVReader(.pocket)
            func hand(_ records: [ImportRecord]) throws {
                try ImportSource.hand(over: records.map { Self.adding(highlights, to: $0) }, bytes: 0, take)
            }
            let rest = try attempt(name) {
                try read(name) { try hand(reader.feed($0)) }
                return reader.finish()
            }
            try hand(rest)
        }
        for name in names where Self.folder(name) == "collections" {
            try take([.skipping(line: 0, reason: "Collections of others' pages are not imported.", text: name)], 0)
        }
    }

    private static func adding(_ highlights: [String: [HighlightRecord]], to record: ImportRecord) -> ImportRecord {
        guard case .bookmark(var bookmark) = record, let found = highlights[bookmark.url] else { return record }
        bookmark.highlights = found
        return .bookmark(bookmark)
    }

    /// Highlights by address: arrays in annotations/*.json.
    private func annotations(_ take: ImportSource.Take) throws -> [String: [HighlightRecord]] {
        var highlights: [String: [HighlightRecord]] = [:]
        for name in names where Self.folder(name) == "annotations" && name.hasSuffix(".json") {
            let refused = try attempt(name) {
                for page in try JSONDocument.parse(contents(name), as: .pocket).array {
                    highlights[page["url"].string, default: []] += page["highlights"].array.compactMap { value in
                        guard let quote = value["quote"].text, !quote.isEmpty else { return nil }
                        return HighlightRecord(quote: quote, addedAt: DateText.milliseconds(value["created_at"]))
                    }
                }
                return []
            }
            if !refused.isEmpty { try take(refused, 0) }
        }
        return highlights
    }
}

extension ExportParts {
    init(archive: ZipArchive) {
        let entries = Dictionary(archive.entries.map { ($0.name, $0) }) { first, _ in first }
        names = entries.keys.sorted()
        read = { name, take in
            if let entry = entries[name] { try archive.read(entry, take) }
        }
    }

    /// Deepest path that is looked at: exports are a folder of folders.
    private static let maximumLevels = 4

    init(folder path: String) throws(ImportSourceError) {
        guard let files = FileManager.default.enumerator(atPath: path) else { throw .unreadable(path: path) }
        var names: [String] = []
        while let name = files.nextObject() as? String {
            if name.split(separator: "/").count >= Self.maximumLevels { files.skipDescendants() }
            names.append(name)
            guard names.count <= ZipArchive.maximumEntries else {
                throw .tooLarge(path: path, limit: ZipArchive.maximumEntry)
            }
        }
        self.names = names.sorted()
        read = { name, take in try take([UInt8](ImportSource.map(path + "/" + name))) }
    }
}
