import GRDB
import TidemarkCore
import TidemarkLibrary
import TidemarkWire

/// What becomes of a library that was copied, or restored from a backup: the relay holds batches under this replica's writer
/// that were never sent from here.
///
/// They are set aside until the relay's log is read to its end. Then this replica takes another writer, builds its tables anew
/// from the batches, and issues once more what it alone has done: two copies are two devices from then on.
enum Fork {
    /// Stands in `batch.parked` while the rest of the log is awaited.
    private static let mark = "a copy of this library wrote it; the next sync takes it in"

    static func setAside(_ batch: SealedBatch, space: SpaceRecord, writer: Int64, _ db: Database) throws {
        try db.execute(
            sql: "INSERT INTO batch (space, writer, first, last, hash, bytes, parked) VALUES (?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                space.id, writer, batch.header.range.lowerBound, batch.header.range.upperBound, batch.hash.bytes.blob,
                batch.bytes.blob, mark,
            ])
    }

    /// Whether batches of a copy wait for the end of the log. This replica's own batches stay here meanwhile.
    static func isPending(_ space: SpaceRecord, _ db: Database) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM batch WHERE space = ? AND parked = ?)"),
            arguments: [space.id, mark]) ?? false
    }

    /// What a request without a cursor may say is here: of this writer nothing, since another batch may stand under its numbers,
    /// also under those that a relay has acknowledged and lost since.
    static func claim(_ space: SpaceRecord, _ db: Database) throws -> VersionVector {
        var others = try WriterTable(db, space).held().writers
        others[space.writer] = nil
        guard let claim = VersionVector(writers: others) else { throw ReplicaError.damaged("the version vector") }
        return claim
    }

    /// Makes two devices of two copies, in the caller's transaction.
    ///
    /// - Returns: how many ops were issued anew.
    static func resolve(_ space: SpaceRecord, environment: Environment, _ db: Database) throws -> Int {
        let old = try WriterTable(db, space).number(of: space.writer)
        let foreign = try Row.fetchAll(
            db, sql: "SELECT first, bytes FROM batch WHERE space = ? AND parked = ? ORDER BY first",
            arguments: [space.id, mark])
        guard let fork = foreign.first?["first"] as UInt64? else { return 0 }
        var held: [Op] = []
        for row in foreign {
            // One that cannot be read is parked by the rebuilding, with its reason.
            guard let body = try? SealedBatch(bytes: row.bytes("bytes")).open(keys: space.epochKeys) else { continue }
            held += body.operations
        }
        // What the old writer has acknowledged, the new one does not say again.
        let lost = try operations(from: fork, space: space, writer: old, db).filter {
            $0.kind != Kind.acknowledgement.id
        }
        try db.execute(
            sql: "DELETE FROM batch WHERE space = ? AND writer = ? AND last >= ? AND parked IS NULL",
            arguments: [space.id, old, fork])
        try Journal.clear(space: space, db)
        try db.execute(sql: "DELETE FROM journal_sealed WHERE space = ?", arguments: [space.id])
        try db.execute(
            sql: "UPDATE batch SET parked = NULL WHERE space = ? AND parked = ?", arguments: [space.id, mark])
        let renewed = try takeWriter(space, environment: environment, db)
        try Inbox.rebuild(renewed, db)
        return try issue(Op.reissued(lost, beside: held, of: space.writer, as: renewed.writer), renewed, db)
    }

    /// Everything that this replica wrote from a number on, as it was before coalescing where that is still known.
    private static func operations(
        from fork: UInt64, space: SpaceRecord, writer: Int64, _ db: Database
    ) throws -> [Op] {
        var byNumber: [UInt64: Op] = [:]
        let batches = try Row.fetchAll(
            db, sql: "SELECT bytes FROM batch WHERE space = ? AND writer = ? AND last >= ? AND parked IS NULL",
            arguments: [space.id, writer, fork])
        for row in batches {
            for op in try SealedBatch(bytes: row.bytes("bytes")).open(keys: space.epochKeys).operations {
                byNumber[op.dot.number] = op
            }
        }
        let unsealed = try Journal.load(space: space, writer: space.writer, db)?.ops ?? []
        for op in try Journal.loadSealed(space: space, db) + unsealed where op.dot.number >= fork {
            byNumber[op.dot.number] = op
        }
        return byNumber.values.sorted { $0.dot.number < $1.dot.number }
    }

    /// A writer that no copy of this library has: its incarnation is drawn, not counted.
    static func takeWriter(
        _ space: SpaceRecord, environment: Environment, _ db: Database
    ) throws -> SpaceRecord {
        let drawn = environment.random(4).reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
        try db.execute(
            sql: "UPDATE space SET incarnation = ? WHERE id = ?", arguments: [max(drawn, 1), space.id])
        let renewed = try SpaceRecord.with(space.sid, db)
        let writers = WriterTable(db, renewed)
        try writers.note(device: renewed.devicePublicKey, of: renewed.writer)
        return renewed
    }

    private static func issue(_ ops: [Op], _ space: SpaceRecord, _ db: Database) throws -> Int {
        guard let last = ops.last?.dot.number else { return 0 }
        let merger = try SpaceMerger(db, space)
        for op in ops {
            merger.vector.insert(op.dot)
            try merger.apply(op)
        }
        try merger.flush()
        try Journal.append(ops, range: 1...last, space: space, writer: space.writer, db)
        return ops.count
    }
}
