import GRDB
package import TidemarkCore
import TidemarkWire

extension Replica {
    /// The merged state of a space, for another device to begin with. Cost: reads every row twice.
    ///
    /// - Throws: `ReplicaError.refused` before everything here is sent.
    package func makeSnapshot(_ sid: SpaceID) throws -> Snapshot {
        try read { try SnapshotMaker(SpaceMerger($0, SpaceRecord.with(sid, $0))).make() }
    }

    private func rowsWithUnsentWork(_ space: SpaceRecord, _ db: Database) throws -> [RowID: RowState] {
        let merger = try SpaceMerger(db, space)
        var states: [RowID: RowState] = [:]
        for operation in try Journal.load(space: space, writer: space.writer, db)?.ops ?? [] {
            states[operation.row] = try merger.entry(operation.row, operation.kind).state
        }
        return states
    }

    /// Joins a snapshot with what is here. Where it may have forgotten what this replica never saw, unsent work is looked at
    /// again (`Rebase`).
    ///
    /// - Throws: `WireError` for one that is damaged; `ReplicaError.refused` where it holds changes under this replica's own
    ///   numbers that were not made here. Nothing has changed then.
    package func join(_ snapshot: Snapshot) throws {
        try write { db in
            let space = try SpaceRecord.with(snapshot.manifest.space, db)
            guard try snapshot.manifest.vector.last(space.writer) <= WriterTable(db, space).held().last(space.writer)
            else { throw ReplicaError.refused("A copy of this library has written meanwhile: sync first.") }
            let held = try WriterTable(db, space).held()
            if held.covers(snapshot.manifest.horizon) {
                try SnapshotJoiner(db, space).take(snapshot)
            } else {
                let remembered = try self.rowsWithUnsentWork(space, db)
                try SnapshotJoiner(db, space).take(snapshot)
                try Rebase(
                    db, SpaceRecord.with(space.sid, db), environment: self.environment, before: held,
                    remembered: remembered
                ).run()
            }
        }
    }
}
