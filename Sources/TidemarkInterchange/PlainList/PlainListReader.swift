package import TidemarkLibrary

/// Reads plain lists of addresses: one a line, with or without a title behind a bar in spaces
/// ("https://example.com/ | Example"), as OneTab exports them. Empty lines and lines that begin with "#" are
/// skipped. Text is UTF-8, else Windows-1252.
package enum PlainListReader {
    /// The records of a whole file. A line that is no address is refused.
    package static func read(_ bytes: some Collection<UInt8>) -> [ImportRecord] {
        var text = MarkupText()
        var bytes = Array(bytes)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        var records: [ImportRecord] = []
        var line = 0
        var start = 0
        while start < bytes.count {
            line += 1
            let end = bytes[start...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
            if let record = record(text.plain(bytes[start..<end]), line: line) { records.append(record) }
            let isPair = end + 1 < bytes.count && bytes[end] == 0x0D && bytes[end + 1] == 0x0A
            start = end + (isPair ? 2 : 1)
        }
        return records
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
        return .bookmark(BookmarkRecord(url: trimmed(url), title: trimmed(title), line: line))
    }

    private static func trimmed(_ text: String) -> String {
        var view = text[...]
        while view.first?.isWhitespace == true { view.removeFirst() }
        while view.last?.isWhitespace == true { view.removeLast() }
        return String(view)
    }
}
