import GRDB
import TidemarkCore
package import TidemarkLibrary

/// Bookmarks that show one page, and the one that stays if they are united.
package struct Duplicates: Sendable, Codable {
    package let reason: DuplicateFinder.Reason
    package let kept: Bookmark
    package let others: [Bookmark]
}

extension Replica {
    /// All groups of bookmarks outside of the trash that show one page each, the oldest first. Reads the whole shelf.
    package func duplicates() throws -> [Duplicates] {
        try read { db in
            let space = try SpaceRecord.of(.shelf, db).id
            var finder = DuplicateFinder()
            var ids: [Int64] = []
            let rows = try Row.fetchCursor(
                db, sql: "SELECT id, url, title FROM item WHERE space = ? AND present AND trashed = 0 ORDER BY id",
                arguments: [space])
            while let row = try rows.next() {
                finder.add(url: row["url"] ?? "", title: row["title"] ?? "")
                ids.append(row["id"])
            }
            let statement = try db.cachedStatement(sql: "SELECT \(Self.columns) FROM item i WHERE id = ?")
            return try finder.groups().compactMap { group in
                let rows = try group.members.compactMap { try Row.fetchOne(statement, arguments: [ids[$0]]) }
                let members = try Self.bookmarks(rows, db).sorted(by: Duplicates.isBetter)
                guard let kept = members.first else { return nil }
                return Duplicates(reason: group.reason, kept: kept, others: Array(members.dropFirst()))
            }
        }
    }
}

extension Duplicates {
    /// The encrypted address, the shorter one, the older one.
    static func isBetter(_ a: Bookmark, _ b: Bookmark) -> Bool {
        func rank(_ bookmark: Bookmark) -> (Int, Int, Int64, String) {
            let isEncrypted = bookmark.url.prefix(6).lowercased() == "https:"
            return (isEncrypted ? 0 : 1, bookmark.url.utf8.count, bookmark.addedAt ?? .max, bookmark.id)
        }
        return rank(a) < rank(b)
    }
}
