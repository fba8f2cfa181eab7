import TidemarkCore
import TidemarkLibrary

/// The columns of a replicated table, in the order in which the merger reads and writes them.
final class RowLayout: Sendable {
    /// The table of rows whose kind this version does not know.
    static let other = RowLayout(table: nil)
    private static let known = layouts(.current)
    private static let earlier = layouts(.earlier)

    private static func layouts(_ version: SchemaVersion) -> [Kind: RowLayout] {
        let tables = Kind.allCases.compactMap { version.table($0.id) }
        return Dictionary(uniqueKeysWithValues: tables.map { ($0.kind, RowLayout(table: $0)) })
    }

    static func of(_ table: TableSchema?) -> RowLayout {
        guard let table else { return other }
        return (table.version == .current ? known : earlier)[table.kind] ?? other
    }

    let name: String
    /// All columns but `id`, `space`, `rid` and what is derived from other rows.
    let columns: [String]
    let insertion: String
    let selection: String
    /// Rows behind a primary key, in their order; the last column is the row's id.
    let page: String
    /// The same for rows of which something may be forgotten one day.
    let unsettled: String
    /// The same for rows whose ids lie in a range, in the order of these.
    let range: String
    /// Where `columns` begin in `selection`: behind `id` and `trashed`.
    static let firstColumn = 2
    /// Places of the fixed columns.
    static let key = 3
    static let keyNumber = 4
    static let keyRows = 5
    let state: Int
    /// Where the columns of a field begin.
    private let places: [FieldID: Int]
    /// Title, address, note and tags, where the table is searched.
    let searched: [Int]
    /// The folder that shows a bookmark, which is derived from others' trash as well.
    let shown: Int?

    private init(table: TableSchema?) {
        var columns = ["present", "conflicts", "unsettled", "key", "key_number"] + (table?.keyRows ?? []).map(\.column)
        var places: [FieldID: Int] = [:]
        for field in table?.fields ?? [] {
            places[field.id] = columns.count
            columns += Self.columns(of: field)
        }
        if table == nil { columns.append("kind") }
        state = columns.count
        columns.append("state")
        let name = table?.name ?? "other"
        let list = columns.joined(separator: ", ")
        self.name = name
        self.columns = columns
        self.places = places
        shown = columns.firstIndex(of: "shown")
        insertion = """
            INSERT INTO \(name) (id, space, rid, \(list)) VALUES (?, ?, ?, \(columns.map { _ in "?" }.joined(separator: ", ")))
            """
        selection = "SELECT id, trashed, \(list) FROM \(name) WHERE space = ? AND rid = ?"
        let kind = table == nil ? " AND kind = ?" : ""
        let listing = "SELECT id, trashed, \(list), rid FROM \(name) WHERE"
        // The plus keeps SQLite from looking up the space by the index on ids: it would sort all of its rows for each page.
        page = "\(listing) +space = ? AND id > ?\(kind) ORDER BY id LIMIT ?"
        unsettled = "\(listing) space = ? AND id > ? AND unsettled\(kind) ORDER BY id LIMIT ?"
        range = "\(listing) space = ? AND rid > ? AND rid <= ?\(kind) ORDER BY rid LIMIT ?"
        searched = table?.kind == .item ? [.title, .url, .note, .tags].compactMap { places[$0] } : []
    }

    /// A place is a folder, the folder that shows it, and an order key.
    private static func columns(of field: Field) -> [String] {
        switch field.merge {
        case .register, .minimum, .counter, .text, .set: [field.name]
        case .place: ["folder", "shown", "order_key"]
        case .rekey, .vector: []
        }
    }

    /// - Parameter changed: places of columns.
    func update(_ changed: [Int]) -> String {
        "UPDATE \(name) SET \(changed.map { "\(columns[$0]) = ?" }.joined(separator: ", ")) WHERE id = ?"
    }

    func place(of field: FieldID) -> Int? { places[field] }
}
