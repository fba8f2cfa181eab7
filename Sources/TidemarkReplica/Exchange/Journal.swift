import GRDB
import TidemarkCore
import TidemarkWire

/// Local operations that no batch holds yet, in the codec of batch bodies.
enum Journal {
    /// Ops of one journal row: far below `Limits.batchOps`, so that a sealed batch is filled from several.
    private static let rowOps = 8192

    /// Stores ops that cover `range`; numbers without an op were coalesced away.
    static func append(
        _ ops: [Op], range: ClosedRange<UInt64>, space: SpaceRecord, writer: WriterID, _ db: Database
    ) throws {
        var start = range.lowerBound
        for offset in stride(from: 0, to: max(ops.count, 1), by: rowOps) {
            let slice = Array(ops[offset..<min(offset + rowOps, ops.count)])
            let isLast = offset + rowOps >= ops.count
            guard let last = isLast ? range.upperBound : slice.last?.dot.number else { continue }
            let body = BatchBody(space: space.sid, writer: writer, range: start...last, members: 0, operations: slice)
            try db.cachedStatement(sql: "INSERT INTO journal (space, first, last, body) VALUES (?, ?, ?, ?)")
                .execute(arguments: [space.id, start, last, try body.serialized().blob])
            start = last + 1
        }
    }

    /// Numbers of what is unsealed; nil when there is nothing.
    static func range(space: SpaceRecord, _ db: Database) throws -> ClosedRange<UInt64>? {
        try db.cachedStatement(sql: "SELECT min(first), max(last) FROM journal WHERE space = ?")
            .first([.integer(space.id)]) { columns in
                guard let first = columns.integer(0), let last = columns.integer(1) else { return nil }
                return UInt64(bitPattern: first)...UInt64(bitPattern: last)
            } ?? nil
    }

    /// Everything unsealed, ascending. Holds one row of the journal at a time; the body must leave the journal alone.
    static func forEach(space: SpaceRecord, writer: WriterID, _ db: Database, _ body: (Op) throws -> Void) throws {
        let rows = try Row.fetchCursor(
            db.cachedStatement(sql: "SELECT first, last, body FROM journal WHERE space = ? ORDER BY first"),
            arguments: [space.id])
        while let row = try rows.next() {
            let operations = try BatchBody(
                serialized: row.bytes("body"), space: space.sid, writer: writer,
                range: (row["first"] as UInt64)...(row["last"] as UInt64)
            ).operations
            for operation in operations { try body(operation) }
        }
    }

    /// Everything unsealed, ascending; nil when there is nothing.
    static func load(
        space: SpaceRecord, writer: WriterID, _ db: Database
    ) throws -> (range: ClosedRange<UInt64>, ops: [Op])? {
        guard let range = try range(space: space, db) else { return nil }
        var ops: [Op] = []
        try forEach(space: space, writer: writer, db) { ops.append($0) }
        return (range, ops)
    }

    /// What was sealed and is not acknowledged, as it was before coalescing; only kept where that dropped something.
    static func loadSealed(space: SpaceRecord, _ db: Database) throws -> [Op] {
        try Row.fetchAll(
            db, sql: "SELECT first, last, body FROM journal_sealed WHERE space = ? ORDER BY first",
            arguments: [space.id]
        ).flatMap { row in
            try BatchBody(
                serialized: row.bytes("body"), space: space.sid, writer: space.writer,
                range: (row["first"] as UInt64)...(row["last"] as UInt64)
            ).operations
        }
    }

    static func clear(space: SpaceRecord, _ db: Database) throws {
        try db.execute(sql: "DELETE FROM journal WHERE space = ?", arguments: [space.id])
    }
}
