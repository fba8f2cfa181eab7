import GRDB
package import TidemarkCore
import TidemarkWire

extension Replica {
    /// Every op of a space that stands in a batch here and can be read, by batch in the order of arrival; what is not sealed
    /// yet comes last. The raw material of history and audits. Cost: opens every batch.
    package func operations(_ sid: SpaceID) throws -> [Op] {
        try read { db in
            let space = try SpaceRecord.with(sid, db)
            let batches = try Row.fetchAll(
                db, sql: "SELECT bytes FROM batch WHERE space = ? AND parked IS NULL ORDER BY id", arguments: [space.id]
            )
            let sealed = try batches.flatMap {
                try SealedBatch(bytes: $0.bytes(0)).open(keys: space.epochKeys).operations
            }
            return sealed + (try Journal.load(space: space, writer: space.writer, db)?.ops ?? [])
        }
    }
}
