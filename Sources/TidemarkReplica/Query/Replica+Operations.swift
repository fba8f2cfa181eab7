import GRDB
package import TidemarkCore
import TidemarkWire

extension Replica {
    /// Every op of a space that stands in a batch here and can be read, by batch in the order of arrival; what is not sealed
    /// yet comes last. Of what a snapshot stands for, the ops that no other one has replaced come first. The raw material of history and audits. Cost: opens every batch.
    package func operations(_ sid: SpaceID) throws -> [Op] {
        try read { db in try Self.operations(of: SpaceRecord.with(sid, db), db) }
    }

    static func operations(of space: SpaceRecord, _ db: Database) throws -> [Op] {
        var operations: [Op] = []
        try forEachBatch(space, db) { operations += $0 }
        return operations
    }

    /// Hands over the ops of snapshots, of one batch after the other, and at last what is not sealed yet.
    static func forEachBatch(_ space: SpaceRecord, _ db: Database, _ body: ([Op]) throws -> Void) throws {
        try StoredSnapshots.forEachPack(space, db, body)
        let batches = try Row.fetchCursor(
            db, sql: "SELECT bytes FROM batch WHERE space = ? AND parked IS NULL ORDER BY id", arguments: [space.id])
        while let batch = try batches.next() {
            try body(SealedBatch(bytes: batch.bytes(0)).reopen(keys: space.epochKeys).operations)
        }
        if let unsealed = try Journal.load(space: space, writer: space.writer, db)?.ops { try body(unsealed) }
    }
}
