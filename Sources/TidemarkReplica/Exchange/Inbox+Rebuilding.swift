import GRDB
import TidemarkLibrary
import TidemarkWire

extension Inbox {
    /// Ops merged between two writings of the tables: bounds the memory that a rebuilding takes.
    private static let rebuiltOps = 65_536

    /// Makes a space's tables anew from its snapshots and batches, in the caller's transaction. Primary keys may change.
    ///
    /// Batches that cannot be applied are parked with their reason. The journal must be empty: it is not read.
    static func rebuild(_ space: SpaceRecord, _ db: Database) throws {
        try clear(space, db)
        for snapshot in try StoredSnapshots.all(space, db) { try SnapshotJoiner(db, space).join(snapshot) }
        let ids = try Int64.fetchAll(
            db, sql: "SELECT id FROM batch WHERE space = ? AND parked IS NULL ORDER BY id", arguments: [space.id])
        var inbox = try Inbox(db, space)
        for id in ids {
            guard let row = try Row.fetchOne(db, sql: "SELECT bytes FROM batch WHERE id = ?", arguments: [id]) else {
                continue
            }
            do {
                try inbox.apply(ReceivedBatch(row.bytes("bytes"), keys: space.epochKeys))
            } catch let error as WireError {
                try db.execute(
                    sql: "UPDATE batch SET parked = ? WHERE id = ?", arguments: [error.description, id])
            }
            if inbox.merged >= rebuiltOps {
                try inbox.finish()
                inbox = try Inbox(db, space)
            }
        }
        try inbox.finish()
        try RemovalWatch.pin(space, db)
    }

    private static func clear(_ space: SpaceRecord, _ db: Database) throws {
        try db.execute(
            sql: "DELETE FROM item_tag WHERE item IN (SELECT id FROM item WHERE space = ?)", arguments: [space.id])
        for table in Kind.allCases.map({ TableSchema.of($0).name }) + ["other", "folder_move"] {
            try db.execute(sql: "DELETE FROM \(table) WHERE space = ?", arguments: [space.id])
        }
        try db.execute(sql: "DELETE FROM digest WHERE space = ?", arguments: [space.id])
        try db.execute(sql: "INSERT INTO item_text (item_text) VALUES ('rebuild')")
        try db.execute(
            sql: "DELETE FROM writer_gap WHERE writer IN (SELECT id FROM writer WHERE space = ?)",
            arguments: [space.id])
        try db.execute(sql: "UPDATE writer SET last = 0 WHERE space = ?", arguments: [space.id])
    }
}
