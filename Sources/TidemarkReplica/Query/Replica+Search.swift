package import Foundation
import GRDB
package import TidemarkCore
package import TidemarkLibrary

/// Finding bookmarks by a query.
extension Replica {
    /// Where more than that many fit, the newest of them are ranked: ranking reads a row for each, and people see a page.
    private static let rankedMatches = 2000

    /// The query of a text, as far as one is typed.
    ///
    /// - Throws: `QueryError`.
    package func search(_ text: String, limit: Int, zone: TimeZone = .current) throws -> [Bookmark] {
        try search(QueryParser.parse(text, completing: true), text: text, limit: limit, zone: zone)
    }

    /// What fits a query: the best matches first where words are looked for, else the newest.
    ///
    /// - Parameter text: the query as typed, for errors.
    /// - Throws: `QueryError` for a folder that is not there.
    package func search(
        _ query: Query, text: String, limit: Int, zone: TimeZone = .current
    ) throws -> [Bookmark] {
        let now = environment.now()
        return try read { db in
            let space = try SpaceRecord.of(.shelf, db).id
            let compiled = try CompiledQuery(query, text: text, space: space, now: now, zone: zone, db)
            let rows = try Self.rows(of: compiled, limit: limit, db)
            return try Self.bookmarks(rows, db)
        }
    }

    /// All bookmarks that fit, the oldest first: what a change of many is made to.
    package func items(matching query: Query, text: String, zone: TimeZone = .current) throws -> [RowID] {
        let now = environment.now()
        return try read { try Self.items(matching: query, text: text, now: now, zone: zone, $0) }
    }

    static func items(
        matching query: Query, text: String, now: Int64, zone: TimeZone, _ db: Database
    ) throws -> [RowID] {
        let space = try SpaceRecord.of(.shelf, db).id
        let compiled = try CompiledQuery(query, text: text, space: space, now: now, zone: zone, db)
        var conditions = compiled.conditions
        var arguments = compiled.arguments
        if let match = compiled.match {
            conditions.append("i.id IN (SELECT rowid FROM item_text WHERE item_text MATCH ?)")
            arguments += [match]
        }
        return try Row.fetchAll(
            db, sql: "SELECT rid FROM item i WHERE \(conditions.joined(separator: " AND ")) ORDER BY id",
            arguments: arguments
        ).compactMap { RowID(bytes: $0.bytes(0)) }
    }

    private static func rows(of query: CompiledQuery, limit: Int, _ db: Database) throws -> [Row] {
        let conditions = query.conditions.joined(separator: " AND ")
        let arguments = query.arguments
        guard let match = query.match else {
            return try Row.fetchAll(
                db, sql: "SELECT \(columns) FROM item i WHERE \(conditions) ORDER BY i.added_at DESC, i.id LIMIT ?",
                arguments: arguments + [limit])
        }
        // CROSS JOIN fixes the order of the loops: words first.
        let source = "item_text t CROSS JOIN item i ON i.id = t.rowid WHERE item_text MATCH ?"
        let first = try Int64.fetchOne(
            db, sql: "SELECT t.rowid FROM \(source) AND \(conditions) ORDER BY t.rowid DESC LIMIT 1 OFFSET ?",
            arguments: [match] + arguments + [max(rankedMatches, limit) - 1])
        return try Row.fetchAll(
            db,
            sql: """
                SELECT \(columns) FROM \(source) AND t.rowid >= ? AND \(conditions)
                ORDER BY bm25(item_text, 8, 2, 3, 6), i.id LIMIT ?
                """, arguments: [match, first ?? 0] + arguments + [limit])
    }
}
