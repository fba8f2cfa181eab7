package import Foundation
package import TidemarkLibrary

/// A file, a folder or a pipe that bookmarks are imported from: tells what it is by its content, and hands its records
/// over in chunks.
///
/// Files of lines and tags (`netscape`, `list`, tables) are read while they arrive, in memory that does not grow with
/// them; the others are mapped and taken apart as a whole.
package struct ImportSource {
    /// What a format is recognised by. Headers of tables and documents are much shorter.
    package static let headBytes = 1 << 16
    /// Bytes at a time: a pipe's usual capacity times four, and nothing next to what a chunk of records takes.
    private static let readBytes = 1 << 18
    /// Records at a time: a transaction of about half a second, so that a stop loses little and commits cost little.
    package static let chunk = 4000
    /// A document that has to be taken apart as a whole. The largest exports known are below 100 MiB.
    static let maximumDocument = 1 << 29
    /// The same from a pipe, which cannot be mapped.
    private static let maximumPipe = 1 << 28

    package typealias Take = (_ records: [ImportRecord], _ bytesDone: Int) throws -> Void

    package let path: String
    package let isFolder: Bool
    /// The first bytes; empty for a folder.
    package let head: [UInt8]
    /// `nil` for a pipe.
    package let size: Int?
    private let handle: FileHandle?

    /// - Parameter path: "-" for standard input.
    package init(path: String) throws(ImportSourceError) {
        self.path = path
        if path == "-" {
            handle = .standardInput
            (isFolder, size) = (false, nil)
        } else {
            var isDirectory: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
                throw .notFound(path: path)
            }
            isFolder = isDirectory.boolValue
            handle = isFolder ? nil : FileHandle(forReadingAtPath: path)
            guard isFolder || handle != nil else { throw .unreadable(path: path) }
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            size = isFolder ? nil : (attributes?[.size] as? NSNumber)?.intValue
        }
        var head: [UInt8] = []
        while let handle, head.count < Self.headBytes {
            let part = try Self.next(handle, Self.headBytes - head.count, path)
            if part.isEmpty { break }
            head += part
        }
        self.head = head
    }

    /// What tells this source from others.
    package var fingerprint: [UInt8] { Array("\(path == "-" ? "" : path)\n\(size ?? -1)\n".utf8) + head }

    /// Whether a folder is an unpacked export.
    package var holdsBookmarks: Bool { isFolder && (try? ExportParts(folder: path).format) != nil }

    // MARK: What it is

    /// What the content looks like; `nil` where only the whole of it can tell (`.json` documents and archives).
    private var contentShape: Shape {
        if head.starts(with: Array("SQLite format 3\0".utf8)) { return .known(.places) }
        if head.starts(with: Array("bplist00".utf8)) { return .known(.safari) }
        if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) || head.starts(with: [0x50, 0x4B, 0x05, 0x06]) { return .zip }
        let start = MarkupText.trimmed(head.starts(with: [0xEF, 0xBB, 0xBF]) ? head[3...] : head[...])
        if start.first == 0x7B || start.first == 0x5B { return .json }
        if NetscapeReader.recognises(head) { return .known(.netscape) }
        if start.starts(with: Array("<?xml".utf8)),
            String(decoding: start.prefix(512), as: UTF8.self).contains("<plist")
        {
            return .known(.safari)
        }
        if let format = CSVReader.format(of: head) { return .known(format) }
        return start.isEmpty || PlainListReader.recognises(start) ? .known(.list) : .unknown
    }

    private enum Shape {
        case unknown
        case known(ImportFormat)
        case json
        case zip
    }

    // MARK: Reading

    /// Hands over all records, in chunks of about `chunk`, in the order of the source.
    ///
    /// - Parameter format: what it is said to be; by default its content tells.
    /// - Returns: what it was read as.
    /// - Throws: `ImportSourceError`, and what `take` throws.
    @discardableResult
    package func read(as format: ImportFormat? = nil, _ take: Take) throws -> ImportFormat {
        if isFolder { return try ExportParts(folder: path).read(as: format, take) }
        switch format.map(namedShape) ?? contentShape {
        case .zip:
            let archive = try ZipArchive(contents())
            return try ExportParts(archive: archive).read(as: format, take)
        case .unknown: throw ImportSourceError.unknown(path: path)
        case .json:
            let document = try JSONDocument.parse(contents(), as: format)
            let records = document.records()
            try Self.hand(over: records, bytes: size ?? 0, take)
            return document.format
        case .known(.places):
            guard path != "-" else { throw ImportSourceError.needsFile(.places) }
            try PlacesReader.read(path: path, take)
            return .places
        case .known(.safari):
            try Self.hand(over: SafariReader.records(of: contents()), bytes: size ?? 0, take)
            return .safari
        case .known(let format):
            switch format {
            case .netscape: try stream(NetscapeReader(), take)
            case .list: try stream(PlainListReader(), take)
            default: try stream(CSVReader(format), take)
            }
            return format
        }
    }

    /// How a format that was named is read; Pocket's and Omnivore's come in several shapes.
    private func namedShape(_ format: ImportFormat) -> Shape {
        switch format {
        case .firefox, .chromium, .linkding, .karakeep, .linkwarden, .pinboard, .tidemark: return .json
        case .omnivore, .pocket:
            if case .zip = contentShape { return .zip }
            return format == .omnivore ? .json : .known(.pocket)
        default: return .known(format)
        }
    }

    private func stream(_ reader: some RecordReader, _ take: Take) throws {
        var reader = reader
        var records: [ImportRecord] = []
        var done = 0
        var part = head
        while !part.isEmpty {
            records += reader.feed(part)
            done += part.count
            if records.count >= Self.chunk {
                try take(records, done)
                records.removeAll(keepingCapacity: true)
            }
            part = try nextPart()
        }
        records += reader.finish()
        try take(records, done)
    }

    private func nextPart() throws(ImportSourceError) -> [UInt8] {
        guard let handle else { return [] }
        return try Self.next(handle, Self.readBytes, path)
    }

    /// - Returns: empty at the end.
    private static func next(_ handle: FileHandle, _ count: Int, _ path: String) throws(ImportSourceError) -> [UInt8] {
        do {
            return [UInt8](try handle.read(upToCount: count) ?? Data())
        } catch {
            throw .unreadable(path: path)
        }
    }

    /// All of it: mapped, or collected from a pipe.
    package func contents() throws(ImportSourceError) -> Data {
        guard path == "-" else { return try Self.map(path) }
        var data = Data(head)
        while true {
            let part = try nextPart()
            if part.isEmpty { return data }
            data += part
            guard data.count <= Self.maximumPipe else {
                throw .tooLarge(path: "Standard input", limit: Self.maximumPipe)
            }
        }
    }

    static func map(_ path: String) throws(ImportSourceError) -> Data {
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path), options: .alwaysMapped)
        } catch {
            throw .unreadable(path: path)
        }
        guard data.count <= maximumDocument else { throw .tooLarge(path: path, limit: maximumDocument) }
        return data
    }

    static func hand(over records: [ImportRecord], bytes: Int, _ take: Take) throws {
        for start in stride(from: 0, to: records.count, by: chunk) {
            let end = min(start + chunk, records.count)
            try take(Array(records[start..<end]), bytes * end / records.count)
        }
    }
}
