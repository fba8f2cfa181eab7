import Foundation
import GRDBSQLite
import TidemarkCore
import TidemarkLibrary

/// What engines do that keep one clock row a cell: each field op is an upsert of a column and one of its clock.
enum ClockPerCell {
    private static let schema = """
        PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -48000;
        CREATE TABLE tier (
          id BLOB PRIMARY KEY, made INTEGER, label TEXT, position INTEGER, amount INTEGER, currency TEXT, period TEXT,
          unit TEXT, verbatim TEXT) STRICT, WITHOUT ROWID;
        CREATE TABLE clock (
          id BLOB NOT NULL, field INTEGER NOT NULL, stamp INTEGER NOT NULL, writer INTEGER NOT NULL, number INTEGER NOT NULL,
          PRIMARY KEY (id, field)) STRICT, WITHOUT ROWID;
        """

    /// - Returns: the seconds of one transaction, durable at its end.
    static func run(_ ops: [Op], path: String) throws -> Double {
        defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) } }
        var database: OpaquePointer?
        guard sqlite3_open(path, &database) == SQLITE_OK, let database else {
            throw RawFloor.Failure(description: path)
        }
        defer { sqlite3_close_v2(database) }
        try RawFloor.execute(schema, database)
        return try timed { try upsert(ops, database) }.seconds
    }

    private static func upsert(_ ops: [Op], _ database: OpaquePointer) throws {
        try RawFloor.execute("BEGIN IMMEDIATE", database)
        let columns = Dictionary(uniqueKeysWithValues: TableSchema.tier.fields.map { ($0.id, $0.name) })
        let statements = try columns.mapValues { name in
            try RawFloor.Statement(
                "INSERT INTO tier (id, \(name)) VALUES (?, ?) ON CONFLICT DO UPDATE SET \(name) = excluded.\(name)",
                database)
        }
        let make = try RawFloor.Statement(
            "INSERT INTO tier (id, made) VALUES (?, ?) ON CONFLICT DO UPDATE SET made = excluded.made", database)
        let clock = try RawFloor.Statement(
            """
            INSERT INTO clock VALUES (?, ?, ?, 1, ?) ON CONFLICT DO UPDATE SET stamp = excluded.stamp,
            number = excluded.number WHERE excluded.stamp > stamp
            """, database)
        for op in ops {
            let id = RawFloor.Argument.blob(op.row.bytes)
            var field: Int64 = 0
            switch op.change {
            case .set(let id, .text(let text)):
                field = Int64(id.rawValue)
                try statements[id]?.run(.blob(op.row.bytes), .text(text))
            case .set(let id, .integer(let number)):
                field = Int64(id.rawValue)
                try statements[id]?.run(.blob(op.row.bytes), .integer(number))
            default: try make.run(id, .integer(1))
            }
            try clock.run(
                id, .integer(field), .integer(Int64(bitPattern: op.stamp.rawValue)), .integer(Int64(op.dot.number)))
        }
        try RawFloor.execute("COMMIT", database)
    }
}
