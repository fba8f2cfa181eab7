package import TidemarkLibrary

/// Reads the tables that read-later services and bookmark managers export (CSV), while they arrive. Columns are found by
/// the names in the first row, in any order.
package struct CSVReader: RecordReader {
    private var scanner = CSVScanner()
    private var text = MarkupText()
    private var layout: CSVLayout?
    private let format: ImportFormat
    private var hasHeader = false

    /// - Parameter format: one of those that are tables.
    package init(_ format: ImportFormat) { self.format = format }

    package mutating func feed(_ bytes: some Collection<UInt8>) -> [ImportRecord] {
        records(scanner.feed(bytes))
    }

    package mutating func finish() -> [ImportRecord] {
        let openQuote = scanner.openQuoteLine
        var records = records(scanner.finish())
        if let openQuote {
            records.append(
                .refusing(
                    line: openQuote,
                    reason:
                        "A quoted field that begins in this row has no end: all that follows was read as part of it.",
                    text: ""))
        }
        return records
    }

    private mutating func records(_ rows: [CSVScanner.Row]) -> [ImportRecord] {
        var records: [ImportRecord] = []
        for row in rows {
            if !hasHeader {
                hasHeader = true
                layout = CSVLayout(header: row.fields.map { text.plain($0[...]) }, format: format)
                if layout == nil {
                    records.append(
                        .refusing(
                            line: row.line,
                            reason: "The first row names no column of addresses: it should have one called \"url\".",
                            text: ""))
                }
            } else if let layout {
                let fields = row.fields.map { text.lines($0, isMarkup: false) }
                records += layout.records(CSVRow(fields, columns: layout.columns, line: row.line))
                if row.isCut {
                    records.append(
                        .refusing(
                            line: row.line, reason: "A field of this row is longer than is kept; the rest was cut.",
                            text: ""))
                }
            }
        }
        return records
    }

    /// What a table with this beginning is; `nil` where it is none with addresses.
    package static func format(of head: some Collection<UInt8>) -> ImportFormat? {
        var scanner = CSVScanner()
        var text = MarkupText()
        // One line that has not ended yet is a header as well.
        let rows = scanner.feed(Array(head)) + (head.count < ImportSource.headBytes ? scanner.finish() : [])
        guard let first = rows.first else { return nil }
        let names = Set(first.fields.map { CSVLayout.name(text.plain($0[...])) })
        let known: [(ImportFormat, Set<String>)] = [
            (.pocket, ["title", "url", "time_added", "tags", "status"]),
            (.instapaper, ["url", "title", "selection", "folder", "timestamp"]),
            (.raindrop, ["title", "url", "folder", "tags", "created", "excerpt"]),
            (.readwise, ["title", "url", "id", "document tags", "saved date"]),
            (.matter, ["title", "url", "publisher", "in queue", "read"]),
        ]
        if let match = known.first(where: { $0.1.isSubset(of: names) }) { return match.0 }
        return names.count > 1 && CSVLayout.addressNames.contains(where: names.contains) ? .csv : nil
    }
}
