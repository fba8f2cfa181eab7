import TidemarkCore

/// What a command changed about one bookmark or folder.
struct ChangeReport: Encodable {
    let schema = "tidemark.change/0"
    let id: String
    let changed: [String]

    init(_ row: RowID, _ changed: [String]) {
        id = row.description
        self.changed = changed
    }

    func print(to console: Console) throws {
        if console.isJSON { return try console.print(json: self) }
        let words = changed.isEmpty ? "nothing to change" : "changed \(changed.joined(separator: ", "))"
        try console.print("\(id.prefix(8))  \(words)")
    }
}
