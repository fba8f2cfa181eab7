import GRDB
import TidemarkCore
import TidemarkLibrary

extension Replica {
    /// A few milliseconds' work.
    static let progressRows = 512

    /// Every bookmark, the trash included, by id: equal on devices that are level. Reads the whole shelf.
    ///
    /// - Parameter progress: is told now and then how many were read.
    package func shelfEntries(progress: @Sendable (Int) -> Void = { _ in }) throws -> [ShelfEntry] {
        try read { db in
            let space = try SpaceRecord.of(.shelf, db).id
            let paths = try FolderPaths(db, space: space)
            var pathOf: [Int64: [String]] = [0: []]
            for id in paths.folders.keys { pathOf[id] = paths.path(of: id) }
            var places: [Int64: [[String]]] = [:]
            let shown = try Row.fetchCursor(
                db,
                sql: """
                    SELECT item, shown, min(rid) AS first FROM placement
                    WHERE space = ? AND present AND trashed = 0 AND shown IS NOT NULL GROUP BY item, shown ORDER BY first
                    """, arguments: [space])
            while let row = try shown.next() {
                if let path = pathOf[row["shown"]] { places[row["item"], default: []].append(path) }
            }
            let highlights = try Self.highlights(space, db)
            let items = try Row.fetchCursor(
                db, sql: "SELECT * FROM item WHERE space = ? AND present ORDER BY rid", arguments: [space])
            var entries: [ShelfEntry] = []
            while let row = try items.next() {
                let id: Int64 = row["id"]
                entries.append(
                    ShelfEntry(
                        id: hexadecimal(row.bytes("rid")), url: row["url"] ?? "", title: row["title"] ?? "",
                        note: row["note"] ?? "", tags: Self.lines(row["tags"]), folders: places[id] ?? [],
                        addedAt: row["added_at"], unread: (row["unread"] ?? 0) != 0,
                        favourite: (row["favourite"] ?? 0) != 0, archived: (row["archived"] ?? 0) != 0,
                        private: (row["private"] as Int64?).map { $0 != 0 }, progress: row["progress"],
                        opens: row["opens"] ?? 0,
                        origins: Self.lines(row["origins"]), highlights: highlights[id] ?? [],
                        trashed: row["trashed"] != 0))
                if entries.count.isMultiple(of: Self.progressRows) { progress(entries.count) }
            }
            return entries
        }
    }

    /// The living folders, depth first in manual order.
    package func shelfFolders() throws -> [ShelfFolderEntry] {
        try read { db in
            let paths = try FolderPaths(db, space: try SpaceRecord.of(.shelf, db).id)
            var result: [ShelfFolderEntry] = []
            func walk(_ id: Int64, _ path: [String]) {
                for child in paths.children[id] ?? [] {
                    let inside = path + [child.title]
                    result.append(ShelfFolderEntry(path: inside, note: child.note, addedAt: child.addedAt))
                    walk(child.id, inside)
                }
            }
            walk(0, [])
            return result
        }
    }

    /// Living highlights by item, the oldest first.
    private static func highlights(_ space: Int64, _ db: Database) throws -> [Int64: [HighlightRecord]] {
        var highlights: [Int64: [HighlightRecord]] = [:]
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT item, quote, note, passage, colour, added_at FROM highlight
                WHERE space = ? AND present AND trashed = 0 AND quote IS NOT NULL ORDER BY added_at, rid
                """, arguments: [space])
        while let row = try rows.next() {
            guard let item = row["item"] as Int64? else { continue }
            highlights[item, default: []].append(highlight(row))
        }
        return highlights
    }

    /// Living highlights of one item, the oldest first.
    static func highlights(of item: Int64, _ db: Database) throws -> [HighlightRecord] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT quote, note, passage, colour, added_at FROM highlight
                WHERE item = ? AND present AND trashed = 0 AND quote IS NOT NULL ORDER BY added_at, rid
                """)
        return try Row.fetchAll(statement, arguments: [item]).map(highlight)
    }

    private static func highlight(_ row: Row) -> HighlightRecord {
        HighlightRecord(
            quote: row["quote"] ?? "", note: row["note"] ?? "", position: row["passage"], colour: row["colour"],
            addedAt: row["added_at"])
    }

    private static func lines(_ text: String?) -> [String] { text?.split(separator: "\n").map(String.init) ?? [] }
}
