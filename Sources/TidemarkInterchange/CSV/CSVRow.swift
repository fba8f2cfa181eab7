/// One row of a table with a header.
struct CSVRow {
    private let fields: [String]
    private let columns: [String: Int]
    let line: Int

    init(_ fields: [String], columns: [String: Int], line: Int) {
        self.fields = fields
        self.columns = columns
        self.line = line
    }

    /// The field of the first of these columns that is there and not empty.
    subscript(names: String...) -> String { self[names] }

    subscript(names: [String]) -> String {
        for name in names {
            if let column = columns[name], column < fields.count, !fields[column].isEmpty { return fields[column] }
        }
        return ""
    }

    /// Yes or no; `nil` where the field says neither.
    func flag(_ names: String...) -> Bool? {
        switch self[names].lowercased() {
        case "true", "1", "yes": true
        case "false", "0", "no": false
        default: nil
        }
    }
}
