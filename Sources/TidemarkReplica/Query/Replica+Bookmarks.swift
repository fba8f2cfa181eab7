import GRDB
package import TidemarkCore
package import TidemarkLibrary
import TidemarkWire

extension Replica {
    static let columns = """
        i.id, i.rid, i.url, i.title, i.note, i.tags, i.added_at, i.unread, i.favourite, i.archived, i.trashed, i.held,
        i.conflicts, i.opens
        """

    /// What a person may still mean by an argument.
    private static let findable = "present AND (trashed = 0 OR erased IS NOT 1)"

    /// Bookmarks in manual order within a folder, else the newest first.
    ///
    /// - Throws: `ReplicaError.notFound` for a folder that is not there; `QueryError`.
    package func bookmarks(_ filter: BookmarkFilter) throws -> [Bookmark] {
        let now = environment.now()
        return try read { db in
            let space = try SpaceRecord.of(.shelf, db).id
            var conditions: [String] = []
            var arguments = StatementArguments()
            var source = "item i"
            var order = "i.added_at DESC, i.id"
            if let folder = filter.folder {
                guard let id = try FolderNames.folder(at: folder, space: space, db) else {
                    throw ReplicaError.notFound("There is no folder \"\(folder.joined(separator: "/"))\".")
                }
                // Two placements of one item in one folder show as one.
                source = """
                    (SELECT item, min(order_key) AS place_key FROM (\(FolderNames.shown("= ?", columns: "item, order_key")))
                    GROUP BY item) p CROSS JOIN item i ON i.id = p.item
                    """
                arguments = [id, id]
                order = "p.place_key, i.rid"
            }
            var query = filter.query ?? .everything
            if filter.trash { query = .all([.state(.trashed), query]) }
            let compiled = try CompiledQuery(
                query, text: filter.queryText, space: space, now: now, zone: filter.zone, db)
            conditions = compiled.conditions
            arguments += compiled.arguments
            if let match = compiled.match {
                conditions.append("i.id IN (SELECT rowid FROM item_text WHERE item_text MATCH ?)")
                arguments += [match]
            }
            if let tag = filter.tag {
                conditions.append("i.id IN (SELECT item FROM item_tag WHERE tag = ?)")
                arguments += [tag]
            }
            if filter.unreadOnly { conditions.append("i.unread = 1") }
            if filter.unfiledOnly {
                conditions.append(
                    "NOT EXISTS (SELECT 1 FROM placement p WHERE p.item = i.id AND p.present AND p.trashed = 0)")
            }
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT \(Self.columns) FROM \(source) WHERE \(conditions.joined(separator: " AND "))
                    ORDER BY \(order) LIMIT ?
                    """, arguments: arguments + [filter.limit ?? -1])
            return try Self.bookmarks(rows, db)
        }
    }

    static func bookmarks(_ rows: [Row], _ db: Database) throws -> [Bookmark] {
        var names = FolderNames(db)
        let statement = try db.cachedStatement(
            sql: """
                SELECT DISTINCT shown, shown IS NOT folder AS rescued FROM placement
                WHERE item = ? AND present AND trashed = 0 AND shown IS NOT NULL ORDER BY id
                """)
        return try rows.map { row in
            let places = try Row.fetchAll(statement, arguments: [row["id"] as Int64]).map {
                Bookmark.Place(path: try names.path(of: $0["shown"]), isRescued: $0["rescued"])
            }
            return Bookmark(row, places: places)
        }
    }

    /// The bookmark that a person means: an id or its beginning, an address, or a whole title.
    ///
    /// - Throws: `ReplicaError.notFound`, `.ambiguous`.
    package func find(item text: String) throws -> (row: RowID, bookmark: Bookmark) {
        try read { db in
            let space = try SpaceRecord.of(.shelf, db)
            var rows: [Row] = []
            if let range = Self.ids(beginningWith: text) {
                rows = try Row.fetchAll(
                    db,
                    sql:
                        "SELECT \(Self.columns) FROM item i WHERE space = ? AND \(Self.findable) AND rid BETWEEN ? AND ? LIMIT 6",
                    arguments: [space.id, range.lowerBound.bytes.blob, range.upperBound.bytes.blob])
            }
            if rows.isEmpty, let key = try? AddressNormalizer.key(of: text) {
                rows = try Self.rows(named: key, space, db)
            }
            if rows.isEmpty {
                rows = try Row.fetchAll(
                    db,
                    sql:
                        "SELECT \(Self.columns) FROM item i WHERE space = ? AND \(Self.findable) AND (title = ? OR url = ?) LIMIT 6",
                    arguments: [space.id, text, text])
            }
            let found = try Self.bookmarks(rows, db)
            if found.count > 1, let living = found.filter({ !$0.trashed }).first,
                found.filter({ !$0.trashed }).count == 1
            {
                return (try self.row(living), living)
            }
            guard let only = found.first else {
                throw ReplicaError.notFound(
                    "There is no bookmark \"\(text)\": give the beginning of its id, its address, or its whole title.")
            }
            guard found.count == 1 else {
                throw ReplicaError.ambiguous(
                    "\"\(text)\" fits several bookmarks", candidates: found.map { "\($0.shortID) \($0.title)" })
            }
            return (try self.row(only), only)
        }
    }

    /// Rows of one address that anybody has ever given other addresses: more of them than anybody makes.
    private static let rowsOfOneAddress: UInt32 = 8

    /// Items that were made under a key: their ids are hashes of it.
    private static func rows(named key: String, _ space: SpaceRecord, _ db: Database) throws -> [Row] {
        let statement = try db.cachedStatement(
            sql: "SELECT \(columns) FROM item i WHERE space = ? AND rid = ? AND \(findable)")
        return try (0..<rowsOfOneAddress).compactMap { number in
            let row = NaturalKey(text: key, number: number).rowID(kind: Kind.item.id, space: space.sid)
            return try Row.fetchOne(statement, arguments: [space.id, row.bytes.blob])
        }
    }

    /// The ids that a beginning of at least four hexadecimal digits may stand for.
    private static func ids(beginningWith text: String) -> ClosedRange<RowID>? {
        guard (4...32).contains(text.utf8.count),
            let first = RowID(hex: text + String(repeating: "0", count: 32 - text.utf8.count)),
            let last = RowID(hex: text + String(repeating: "f", count: 32 - text.utf8.count))
        else { return nil }
        return first...last
    }

    private func row(_ bookmark: Bookmark) throws -> RowID {
        guard let row = RowID(hex: bookmark.id) else { throw ReplicaError.damaged("a bookmark's id") }
        return row
    }

    /// The living folder at a path.
    package func find(folder path: [String]) throws -> RowID {
        try read { db in
            guard let id = try FolderNames.folder(at: path, space: try SpaceRecord.of(.shelf, db).id, db) else {
                throw ReplicaError.notFound(
                    "There is no folder \"\(path.joined(separator: "/"))\": make it with `tidemark mkdir`.")
            }
            guard id != 0 else { return .root }
            let row = try Row.fetchOne(db, sql: "SELECT rid FROM folder WHERE id = ?", arguments: [id])
            guard let row = row.flatMap({ RowID(bytes: $0.bytes(0)) }) else {
                throw ReplicaError.damaged("a folder's id")
            }
            return row
        }
    }

    /// Folders in the trash that were put there themselves, by title.
    package func trashedFolders() throws -> [(row: RowID, title: String)] {
        try read { db in
            try Row.fetchAll(
                db,
                sql:
                    "SELECT rid, title FROM folder WHERE space = ? AND present AND trashed = 1 AND erased IS NOT 1 ORDER BY title, rid",
                arguments: [try SpaceRecord.of(.shelf, db).id]
            ).compactMap { row in RowID(bytes: row.bytes("rid")).map { ($0, row["title"] ?? "") } }
        }
    }

    /// All living folders, depth first in manual order.
    package func folderPaths() throws -> [[String]] {
        try read { db in
            let paths = try FolderPaths(db, space: try SpaceRecord.of(.shelf, db).id)
            var result: [[String]] = []
            func walk(_ id: Int64, _ path: [String]) {
                for child in paths.children[id] ?? [] {
                    result.append(path + [child.title])
                    walk(child.id, path + [child.title])
                }
            }
            walk(0, [])
            return result
        }
    }

    /// The whole shelf as a tree in manual order; unfiled bookmarks stand last at the top.
    package func bookmarkTree(progress: @Sendable (Int) -> Void = { _ in }) throws -> BookmarkTree {
        try read { db in
            let space = try SpaceRecord.of(.shelf, db)
            let paths = try FolderPaths(db, space: space.id)
            var inFolder: [Int64: [(key: [UInt8], record: BookmarkRecord)]] = [:]
            let cursor = try Row.fetchCursor(
                db,
                sql: """
                    SELECT i.*, p.shown AS place, min(p.order_key) AS place_key FROM item i
                    LEFT JOIN placement p ON p.item = i.id AND p.present AND p.trashed = 0 AND p.shown IS NOT NULL
                    WHERE i.space = ? AND i.present AND i.trashed = 0 GROUP BY i.id, p.shown
                    ORDER BY place_key, i.rid
                    """, arguments: [space.id])
            var count = 0
            while let row = try cursor.next() {
                let place: Int64? = row["place"]
                count += 1
                if count.isMultiple(of: Self.progressRows) { progress(count) }
                inFolder[place ?? -1, default: []].append((row.bytes("place_key"), Self.record(row)))
            }
            func tree(_ id: Int64, _ name: String, _ folder: FolderPaths.Folder?) -> BookmarkTree {
                var children = (inFolder[id] ?? []).map { ($0.key, BookmarkTree.Child.bookmark($0.record)) }
                for child in paths.children[id] ?? [] {
                    children.append((child.key, .folder(tree(child.id, child.title, child))))
                }
                let ordered = children.enumerated().sorted { a, b in
                    a.element.0 == b.element.0
                        ? a.offset < b.offset : a.element.0.lexicographicallyPrecedes(b.element.0)
                }
                return BookmarkTree(
                    name: name, note: folder?.note ?? "", addedAt: folder?.addedAt, children: ordered.map(\.element.1))
            }
            var root = tree(0, "Bookmarks", nil)
            root.children += (inFolder[-1] ?? []).map { .bookmark($0.record) }
            return root
        }
    }

    private static func record(_ row: Row) -> BookmarkRecord {
        BookmarkRecord(
            url: row["url"] ?? "", title: row["title"] ?? "", note: row["note"] ?? "",
            tags: (row["tags"] as String?)?.split(separator: "\n").map(String.init) ?? [], addedAt: row["added_at"],
            unread: (row["unread"] ?? 0) != 0, favourite: (row["favourite"] ?? 0) != 0,
            archived: (row["archived"] ?? 0) != 0, isPrivate: (row["private"] as Int64?).map { $0 != 0 })
    }
}
