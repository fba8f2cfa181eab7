import GRDB
package import TidemarkCore
import TidemarkWire

/// How far a space and its relay are apart, as far as the last answer says.
package struct Backlog: Hashable, Sendable, Codable {
    /// Ops that are held here, of all writers.
    package let held: UInt64
    /// Ops that the relay holds and this replica does not, those apart that are set aside here.
    package let missing: UInt64
    /// Ops of this replica that the relay has not acknowledged.
    package let unsent: UInt64
    /// Bytes of sealed batches that the relay has not acknowledged; what is not sealed yet is not counted.
    package let unsentBytes: Int64
}

extension Replica {
    package func backlog(_ sid: SpaceID) throws -> Backlog {
        try read { try Self.backlog(SpaceRecord.with(sid, $0), $0) }
    }

    static func backlog(_ space: SpaceRecord, _ db: Database) throws -> Backlog {
        let held = try WriterTable(db, space).held()
        let relay = try RelayState.load(space, db)?.vector ?? VersionVector()
        let missing = relay.writers.map { writer, there in
            there.last - min(held.last(writer), there.last)
        }
        let parked = try UInt64.fetchOne(
            db, sql: "SELECT coalesce(sum(last - first + 1), 0) FROM batch WHERE space = ? AND parked IS NOT NULL",
            arguments: [space.id])
        let bytes = try Int64.fetchOne(
            db, sql: "SELECT coalesce(sum(length(bytes)), 0) FROM batch WHERE space = ? AND in_flight",
            arguments: [space.id])
        return Backlog(
            held: held.writers.values.map(\.last).reduce(0, +),
            missing: missing.reduce(0, +) - min(parked ?? 0, missing.reduce(0, +)),
            unsent: held.last(space.writer) - min(relay.last(space.writer), held.last(space.writer)),
            unsentBytes: bytes ?? 0)
    }

    /// Spaces with a relay that has not acknowledged everything written here. Cheap: looks at two indexes.
    package func unsentSpaces() throws -> [SpaceID] {
        try read { db in
            let ids = try Set(
                Int64.fetchAll(
                    db,
                    sql: """
                        SELECT space FROM relay WHERE EXISTS (SELECT 1 FROM journal WHERE journal.space = relay.space)
                        OR EXISTS (SELECT 1 FROM batch WHERE batch.space = relay.space AND in_flight)
                        """))
            return ids.isEmpty ? [] : try SpaceRecord.all(db).filter { ids.contains($0.id) }.map(\.sid)
        }
    }

    /// The place in the relay's log up to which everything is here, nil before the first sync.
    package func cursorPosition(_ sid: SpaceID) throws -> UInt64? {
        try read { db in try RelayState.load(SpaceRecord.with(sid, db), db)?.cursor?.position }
    }

    /// Notices commits to this library, nil for one in memory.
    package func monitor() throws -> ReplicaMonitor? { try home.map { try ReplicaMonitor(path: Self.path(in: $0)) } }
}
