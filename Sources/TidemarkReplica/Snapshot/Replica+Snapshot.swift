package import TidemarkCore
import TidemarkWire

extension Replica {
    /// The merged state of a space, for another device to begin with. Cost: reads every row twice.
    ///
    /// - Throws: `ReplicaError.refused` before everything here is sent.
    package func makeSnapshot(_ sid: SpaceID) throws -> Snapshot {
        try read { try SnapshotMaker(SpaceMerger($0, SpaceRecord.with(sid, $0))).make() }
    }

    /// Joins a snapshot with what is here.
    ///
    /// - Throws: `WireError` for one that is damaged; `ReplicaError.refused` where it holds changes under this replica's own
    ///   numbers that were not made here. Nothing has changed then.
    package func join(_ snapshot: Snapshot) throws {
        try write { db in
            let space = try SpaceRecord.with(snapshot.manifest.space, db)
            guard try snapshot.manifest.vector.last(space.writer) <= WriterTable(db, space).held().last(space.writer)
            else { throw ReplicaError.refused("A copy of this library has written meanwhile: sync first.") }
            try SnapshotJoiner(db, space).take(snapshot)
        }
    }
}
