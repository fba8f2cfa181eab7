package import TidemarkLibrary

/// Reads plain lists of addresses: one a line, with or without a title behind a bar in spaces
/// ("https://example.com/ | Example"), as OneTab exports them. Empty lines and lines that begin with "#" are
/// skipped. Text is UTF-8, else Windows-1252.
///
/// Holds one line; of a line longer than any address and title only the beginning.
package struct PlainListReader: RecordReader {
    /// An address at its longest and a title at its longest.
    private static let maximumLine = AddressNormalizer.maximumBytes + NetscapeReader.maximumTitle

    private var text = MarkupText()
    private var held: [UInt8] = []
    private var line = 1
    private var wasReturn = false

    package init() {}

    package mutating func feed(_ bytes: some Collection<UInt8>) -> [ImportRecord] {
        var records: [ImportRecord] = []
        for byte in bytes {
            switch byte {
            case 0x0A where wasReturn: break
            case 0x0A, 0x0D: records += endLine()
            case _ where held.count <= Self.maximumLine: held.append(byte)
            default: break
            }
            wasReturn = byte == 0x0D
        }
        return records
    }

    package mutating func finish() -> [ImportRecord] { endLine() }

    /// The records of a whole file. A line that is no address is refused.
    package static func read(_ bytes: some Collection<UInt8>) -> [ImportRecord] {
        var reader = PlainListReader()
        return reader.records(of: bytes)
    }

    /// Whether a source's beginning looks like a list: text, in which a line begins with an address of a site. Settings, logs
    /// and programs have lines with colons in them as well.
    package static func recognises(_ head: some Collection<UInt8>) -> Bool {
        guard head.allSatisfy({ $0 >= 0x20 || (0x09...0x0D).contains($0) }) else { return false }
        return head.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }).contains { line in
            let start = line.drop { $0 == 0x20 || $0 == 0x09 }.prefix(8).map { $0 | 0x20 }
            return start.starts(with: Array("http:".utf8)) || start.starts(with: Array("https:".utf8))
        }
    }

    private mutating func endLine() -> [ImportRecord] {
        if line == 1, held.starts(with: [0xEF, 0xBB, 0xBF]) { held.removeFirst(3) }
        defer {
            line += 1
            held.removeAll(keepingCapacity: true)
        }
        return Self.record(text.plain(held[...]), line: line).map { [$0] } ?? []
    }

    private static func record(_ text: String, line: Int) -> ImportRecord? {
        guard !text.isEmpty, !text.hasPrefix("#") else { return nil }
        let bar = text.firstRange(of: " | ")
        let url = bar.map { String(text[..<$0.lowerBound]) } ?? text
        let title = bar.map { String(text[$0.upperBound...]) } ?? ""
        do throws(AddressRefusal) {
            _ = try AddressNormalizer.key(of: url)
        } catch {
            return .refusing(line: line, reason: error.description, text: text)
        }
        return .bookmark(BookmarkRecord(url: url.trimmed, title: title.trimmed, line: line))
    }
}
