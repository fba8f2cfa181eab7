package import Foundation
package import TidemarkReplica
import TidemarkWire

/// Reads what `ArchiveWriter` wrote. Every sum is checked before anything is handed out.
package struct ArchiveReader {
    package let spaces: [SpaceRecord.Kind: ArchivedSpace]

    /// Whether a file that begins with `head` is an archive of ours: a tar file whose first file has such a name.
    package static func recognises(_ head: some Collection<UInt8>) -> Bool {
        let bytes = Array(head.prefix(TarWriter.blockBytes))
        guard bytes.count == TarWriter.blockBytes, bytes[257..<262].elementsEqual("ustar".utf8) else { return false }
        let name = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        return name == ArchiveManifest.name || kind(of: name) != nil
    }

    /// - Throws: `ArchiveError`.
    package init(_ data: Data) throws(ArchiveError) {
        let result = data.withUnsafeBytes { bytes -> Result<[SpaceRecord.Kind: ArchivedSpace], ArchiveError> in
            do throws(ArchiveError) {
                return .success(try Self.spaces(in: bytes.bindMemory(to: UInt8.self)))
            } catch {
                return .failure(error)
            }
        }
        spaces = try result.get()
    }

    private static func spaces(
        in bytes: UnsafeBufferPointer<UInt8>
    ) throws(ArchiveError) -> [SpaceRecord.Kind: ArchivedSpace] {
        let files = try TarReader.files(in: bytes)
        guard let last = files.last, last.name == ArchiveManifest.name else {
            throw .damaged("its manifest is missing: it may be incomplete")
        }
        let manifest = try ArchiveManifest(
            parse(UnsafeBufferPointer(rebasing: bytes[last.range]), ArchiveManifest.name))
        guard manifest.files.map(\.name) == files.dropLast().map(\.name) else {
            throw .damaged("its files are not those of its manifest")
        }
        for (file, stated) in zip(files, manifest.files) {
            guard file.range.count == stated.size, Hash(of: [UInt8](bytes[file.range])) == stated.hash else {
                throw .damaged("\(file.name) is not what the manifest says")
            }
        }
        var spaces: [SpaceRecord.Kind: ArchivedSpace] = [:]
        for (file, stated) in zip(files, manifest.files) {
            guard let kind = kind(of: file.name) else { throw .unknownSchema(file.name) }
            let text = UnsafeBufferPointer(rebasing: bytes[file.range])
            let count = try read(text, file.name, into: &spaces[kind, default: ArchivedSpace()])
            guard count == stated.lines else { throw .damaged("\(file.name) has lost lines") }
        }
        return spaces
    }

    private static func kind(of name: String) -> SpaceRecord.Kind? {
        guard let slash = name.firstIndex(of: "/"), name.hasSuffix(".jsonl"),
            name[slash...].hasPrefix("/rows-") || name[slash...].hasPrefix("/operations-")
        else { return nil }
        return SpaceRecord.Kind(rawValue: String(name[..<slash]))
    }

    /// - Returns: how many lines there were.
    private static func read(
        _ text: UnsafeBufferPointer<UInt8>, _ name: String, into space: inout ArchivedSpace
    ) throws(ArchiveError) -> Int {
        let isRows = name.contains("/rows-")
        var count = 0
        var start = 0
        while start < text.count {
            let end = text[start...].firstIndex(of: 0x0A) ?? text.count
            let value = try parse(UnsafeBufferPointer(rebasing: text[start..<end]), name)
            count += 1
            if isRows {
                guard let row = ArchiveLine.row(value) else { throw .damaged("line \(count) of \(name) is broken") }
                space.rows.append(row)
            } else {
                guard let operation = ArchiveLine.operation(value, rows: space.rows) else {
                    throw .damaged("line \(count) of \(name) is broken")
                }
                space.operations.append(operation)
            }
            start = end + 1
        }
        return count
    }

    private static func parse(_ bytes: UnsafeBufferPointer<UInt8>, _ name: String) throws(ArchiveError) -> JSONValue {
        do throws(JSONParser.Failure) {
            return try JSONParser.parse(bytes)
        } catch {
            throw .damaged("\(name) is broken, \(error.reason)")
        }
    }
}
