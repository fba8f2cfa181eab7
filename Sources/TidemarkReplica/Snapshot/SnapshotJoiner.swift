import GRDB
import TidemarkCore
import TidemarkLibrary
import TidemarkWire

/// Takes a snapshot into one space: a join, so a replica with work of its own loses nothing, and what it holds already stays as
/// it is. In the caller's transaction.
struct SnapshotJoiner {
    private let db: Database
    private let space: SpaceRecord

    init(_ db: Database, _ space: SpaceRecord) {
        self.db = db
        self.space = space
    }

    /// Joins it and keeps it, for making the tables anew.
    ///
    /// - Throws: `WireError` for a snapshot that is damaged or of another space.
    func take(_ snapshot: Snapshot) throws {
        guard snapshot.manifest.space == space.sid else { throw WireError.malformed("a snapshot of another space") }
        guard snapshot.packs.map({ SnapshotManifest.Pack($0) }) == snapshot.manifest.packs else {
            throw WireError.malformed("a snapshot's packs are not those of its manifest")
        }
        try join(snapshot)
        try StoredSnapshots.keep(snapshot, space, db)
    }

    func join(_ snapshot: Snapshot) throws {
        let merger = try SpaceMerger(db, space)
        try note(snapshot.manifest.writers, merger)
        let horizon = space.horizon.merging(snapshot.manifest.horizon)
        if horizon != space.horizon {
            try db.execute(
                sql: "UPDATE space SET horizon = ? WHERE id = ?", arguments: [try horizon.serialized().blob, space.id])
        }
        let theirs = snapshot.manifest.vector
        let join = StateJoin(merger, theirs: theirs)
        let packs = PreparedAhead(snapshot.packs) { [sid = space.sid] pack in
            Result { try PackedRow.rows(of: pack, space: sid, theirs: theirs) }
        }
        for pack in packs { try join.take(pack.get()) }
        try join.finish()
    }

    /// Who writes, and where the chains of their batches go on.
    private func note(_ writers: [SnapshotManifest.Writer], _ merger: SpaceMerger) throws {
        for writer in writers {
            let number = try merger.writers.number(of: writer.id)
            if !writer.device.isEmpty { try merger.writers.note(device: writer.device, of: writer.id) }
            guard let head = writer.head else { continue }
            try db.execute(
                sql: "UPDATE writer SET head_last = ?1, head = ?2 WHERE id = ?3 AND coalesce(head_last, 0) < ?1",
                arguments: [head.last, head.hash.bytes.blob, number])
        }
    }
}
