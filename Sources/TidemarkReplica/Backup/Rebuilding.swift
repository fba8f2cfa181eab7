import GRDB
import TidemarkCore
import TidemarkLibrary
import TidemarkWire

/// Makes the tables of a copy of a library anew from all changes, and compares.
enum Rebuilding {
    /// Differing rows that are named, for each table.
    private static let namedRows = 3

    static func run(_ db: Database, _ check: inout LibraryCheck) throws {
        do {
            // Compares the index with the texts (SQLite, "FTS5 Extension", 6.6).
            try db.execute(sql: "INSERT INTO item_text (item_text, rank) VALUES ('integrity-check', 1)")
        } catch {
            check.problems.append("the search index is damaged")
        }
        for space in try SpaceRecord.all(db) {
            do {
                try look(at: space, db, &check)
            } catch let error as WireError {
                check.problems.append("the tables of the \(space.kind.rawValue) cannot be made anew: \(error)")
            }
        }
    }

    private static func look(at space: SpaceRecord, _ db: Database, _ check: inout LibraryCheck) throws {
        let tables = try tables(db)
        for table in tables { try db.execute(sql: "CREATE TEMP TABLE \(table.copy) AS \(table.select(space))") }
        defer { for table in tables { try? db.execute(sql: "DROP TABLE \(table.copy)") } }
        check.problems += try DigestReader.problems(space, db)
        let parked = try self.parked(space, db)
        try rebuild(space, db)
        for batch in try self.parked(space, db).subtracting(parked).sorted() {
            check.problems.append("a batch of the \(space.kind.rawValue) cannot be merged: \(batch)")
        }
        for table in tables {
            check.rows += try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table.copy)") ?? 0
            if let problem = try compare(table, space, db) { check.problems.append(problem) }
        }
    }

    /// Makes a space's tables anew from its batches and its journal.
    static func rebuild(_ space: SpaceRecord, _ db: Database) throws {
        try Inbox.rebuild(space, db)
        guard let (range, ops) = try Journal.load(space: space, writer: space.writer, db) else { return }
        let merger = try SpaceMerger(db, space)
        merger.vector.insert(range, of: space.writer)
        try merger.apply(ops)
        try merger.flush()
    }

    private static func parked(_ space: SpaceRecord, _ db: Database) throws -> Set<String> {
        Set(
            try String.fetchAll(
                db, sql: "SELECT first || ': ' || parked FROM batch WHERE space = ? AND parked IS NOT NULL",
                arguments: [space.id]))
    }

    /// A table under names that do not depend on the order in which rows came.
    private struct Table {
        let name: String
        let columns: [String]
        /// Of each column, an expression for its value.
        let values: [String]

        var copy: String { "before_\(name)" }

        func select(_ space: SpaceRecord) -> String {
            "SELECT \(zip(values, columns).map { "\($0) AS \($1)" }.joined(separator: ", ")) FROM \(name) t "
                + "WHERE space = \(space.id)"
        }
    }

    private static func tables(_ db: Database) throws -> [Table] {
        try (Kind.allCases.map { (TableSchema.of($0).name, TableSchema.of($0).keyRows) } + [("other", [])]).map {
            name, keyRows in
            var references = Dictionary(keyRows.map { ($0.column, TableSchema.of($0.kind).name) }) { a, _ in a }
            for column in ["folder", "shown", "parent"] { references[column] = "folder" }
            // Local numbers, and marks that are no part of what was merged.
            let local: Set = ["id", "space", "held"]
            let columns = try db.columns(in: name).map(\.name).filter { !local.contains($0) }
            let values = columns.map { column in
                // What a row stands for that is only pointed at; x'' is the top level.
                references[column].map {
                    "CASE t.\(column) WHEN 0 THEN x'' ELSE (SELECT rid FROM \($0) r WHERE r.id = t.\(column)) END"
                } ?? "t.\(column)"
            }
            return Table(name: name, columns: columns, values: values)
        }
    }

    private static func compare(_ table: Table, _ space: SpaceRecord, _ db: Database) throws -> String? {
        let (now, before) = (table.select(space), "SELECT * FROM \(table.copy)")
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT DISTINCT rid FROM (SELECT * FROM (\(now)) EXCEPT \(before))
                UNION SELECT rid FROM (\(before) EXCEPT SELECT * FROM (\(now)))
                """
        ).map { $0.bytes(0) }
        guard !rows.isEmpty else { return nil }
        let named = try rows.prefix(namedRows).map { rid in
            let was = try Row.fetchOne(db, sql: "\(before) WHERE rid = ?", arguments: [rid.blob])
            let made = try Row.fetchOne(db, sql: "\(now) AND rid = ?", arguments: [rid.blob])
            let columns = table.columns.filter { column in
                was?[column] as DatabaseValue? != made?[column] as DatabaseValue?
            }
            let what = was == nil ? "missing" : made == nil ? "too much" : columns.joined(separator: ", ")
            return "\(hexadecimal(rid).prefix(8)) (\(what))"
        }
        let rest = rows.count > named.count ? " and \(rows.count - named.count) more" : ""
        return "the table \(table.name) is not what its changes make of it: \(named.joined(separator: ", "))\(rest)"
    }
}
