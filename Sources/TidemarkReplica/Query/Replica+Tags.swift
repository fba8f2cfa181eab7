import GRDB

/// A tag, and how many bookmarks outside of the trash have it.
package struct TagCount: Sendable, Codable, Equatable {
    package let tag: String
    package let bookmarks: Int
}

extension Replica {
    /// All tags in alphabetical order.
    package func tags() throws -> [TagCount] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT t.tag, count(*) AS bookmarks FROM item_tag t JOIN item i ON i.id = t.item
                    WHERE i.space = ? AND i.present AND i.trashed = 0 GROUP BY t.tag ORDER BY t.tag COLLATE NOCASE, t.tag
                    """, arguments: [try SpaceRecord.of(.shelf, db).id]
            ).map { TagCount(tag: $0["tag"], bookmarks: $0["bookmarks"]) }
        }
    }
}
