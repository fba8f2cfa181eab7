import GRDB
package import TidemarkCore
package import TidemarkLibrary

extension Replica {
    private static let columns = """
        i.id, i.rid, i.url, i.title, i.note, i.tags, i.added_at, i.unread, i.favourite, i.archived, i.trashed, i.conflicts
        """

    /// Bookmarks in manual order within a folder, else the newest first.
    package func bookmarks(_ filter: BookmarkFilter) throws -> [Bookmark] {
        try read { db in
            let space = try SpaceRecord.of(.shelf, db)
            let paths = try FolderPaths(db, space: space.id)
            var conditions = ["i.space = ?", "i.present", filter.trash ? "i.trashed <> 0" : "i.trashed = 0"]
            var arguments: StatementArguments = [space.id]
            var source = "item i"
            var order = "i.added_at DESC, i.id"
            if let folder = filter.folder {
                guard let id = paths.folder(at: folder) else {
                    throw ReplicaError.notFound("There is no folder \"\(folder.joined(separator: "/"))\".")
                }
                source += " JOIN placement p ON p.item = i.id AND p.present AND p.trashed = 0 AND p.shown = ?"
                arguments = [id, space.id]
                order = "min(p.order_key), i.rid"
            }
            if let tag = filter.tag {
                conditions.append("EXISTS (SELECT 1 FROM item_tag t WHERE t.item = i.id AND t.tag = ?)")
                arguments += [tag]
            }
            if filter.unreadOnly { conditions.append("i.unread = 1") }
            if filter.unfiledOnly {
                conditions.append(
                    "NOT EXISTS (SELECT 1 FROM placement p WHERE p.item = i.id AND p.present AND p.trashed = 0)")
            }
            let rows = try Row.fetchAll(
                db.cachedStatement(
                    sql: """
                        SELECT \(Self.columns) FROM \(source) WHERE \(conditions.joined(separator: " AND "))
                        GROUP BY i.id ORDER BY \(order) LIMIT ?
                        """), arguments: arguments + [filter.limit ?? -1])
            return try self.bookmarks(rows, paths, db)
        }
    }

    /// Full-text search over titles, addresses, notes and tags; best matches first. Every word must occur, the last one may
    /// be a beginning.
    package func search(_ query: String, limit: Int) throws -> [Bookmark] {
        let words = query.split { !($0.isLetter || $0.isNumber) }
        guard let last = words.last else { return [] }
        let match = words.dropLast().map { "\"\($0)\"" }.joined(separator: " ") + " \"\(last)\"*"
        return try read { db in
            let space = try SpaceRecord.of(.shelf, db)
            let rows = try Row.fetchAll(
                db.cachedStatement(
                    sql: """
                        SELECT \(Self.columns) FROM item_text t JOIN item i ON i.id = t.rowid
                        WHERE item_text MATCH ? AND i.space = ? AND i.present AND i.trashed = 0
                        ORDER BY bm25(item_text, 8, 2, 3, 6) LIMIT ?
                        """), arguments: [match, space.id, limit])
            return try self.bookmarks(rows, FolderPaths(db, space: space.id), db)
        }
    }

    private func bookmarks(_ rows: [Row], _ paths: FolderPaths, _ db: Database) throws -> [Bookmark] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT DISTINCT shown, shown IS NOT folder AS rescued FROM placement
                WHERE item = ? AND present AND trashed = 0 AND shown IS NOT NULL ORDER BY id
                """)
        return try rows.map { row in
            let places = try Row.fetchAll(statement, arguments: [row["id"] as Int64]).map {
                Bookmark.Place(path: paths.path(of: $0["shown"]), isRescued: $0["rescued"])
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
            let isHex = text.utf8.count >= 4 && text.utf8.count <= 32 && text.allSatisfy(\.isHexDigit)
            if isHex {
                rows = try Row.fetchAll(
                    db.cachedStatement(
                        sql:
                            "SELECT \(Self.columns) FROM item i WHERE space = ? AND present AND hex(rid) LIKE ? LIMIT 6"
                    ), arguments: [space.id, text.uppercased() + "%"])
            }
            if rows.isEmpty, let key = try? AddressNormalizer.key(of: text) {
                rows = try Row.fetchAll(
                    db.cachedStatement(
                        sql: "SELECT \(Self.columns) FROM item i WHERE space = ? AND present AND key = ?"),
                    arguments: [space.id, key])
            }
            if rows.isEmpty {
                rows = try Row.fetchAll(
                    db.cachedStatement(
                        sql: "SELECT \(Self.columns) FROM item i WHERE space = ? AND present AND title = ? LIMIT 6"),
                    arguments: [space.id, text])
            }
            let found = try self.bookmarks(rows, FolderPaths(db, space: space.id), db)
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

    private func row(_ bookmark: Bookmark) throws -> RowID {
        guard let row = RowID(hex: bookmark.id) else { throw ReplicaError.damaged("a bookmark's id") }
        return row
    }

    /// The living folder at a path.
    package func find(folder path: [String]) throws -> RowID {
        try read { db in
            let paths = try FolderPaths(db, space: try SpaceRecord.of(.shelf, db).id)
            guard let id = paths.folder(at: path) else {
                throw ReplicaError.notFound(
                    "There is no folder \"\(path.joined(separator: "/"))\": make it with `tidemark mkdir`.")
            }
            return paths.folders[id]?.row ?? .root
        }
    }

    /// Folders in the trash that were put there themselves, by title.
    package func trashedFolders() throws -> [(row: RowID, title: String)] {
        try read { db in
            try Row.fetchAll(
                db.cachedStatement(
                    sql: "SELECT rid, title FROM folder WHERE space = ? AND present AND trashed = 1 ORDER BY title, rid"
                ), arguments: [try SpaceRecord.of(.shelf, db).id]
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
    package func bookmarkTree() throws -> BookmarkTree {
        try read { db in
            let space = try SpaceRecord.of(.shelf, db)
            let paths = try FolderPaths(db, space: space.id)
            var inFolder: [Int64: [(key: [UInt8], record: BookmarkRecord)]] = [:]
            let cursor = try Row.fetchCursor(
                db.cachedStatement(
                    sql: """
                        SELECT i.*, p.shown AS place, min(p.order_key) AS place_key FROM item i
                        LEFT JOIN placement p ON p.item = i.id AND p.present AND p.trashed = 0 AND p.shown IS NOT NULL
                        WHERE i.space = ? AND i.present AND i.trashed = 0 GROUP BY i.id, p.shown
                        ORDER BY place_key, i.rid
                        """), arguments: [space.id])
            while let row = try cursor.next() {
                let place: Int64? = row["place"]
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
