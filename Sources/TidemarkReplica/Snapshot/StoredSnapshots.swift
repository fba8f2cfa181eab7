import GRDB
import TidemarkCore
import TidemarkWire

/// Snapshots that were joined and may stand for batches that were never here.
enum StoredSnapshots {
    static func keep(_ snapshot: Snapshot, _ space: SpaceRecord, _ db: Database) throws {
        for (id, manifest) in try manifests(space, db) where snapshot.manifest.vector.covers(manifest.vector) {
            try db.execute(sql: "DELETE FROM snapshot WHERE id = ?", arguments: [id])
        }
        try db.execute(
            sql: "INSERT INTO snapshot (space, manifest) VALUES (?, ?)",
            arguments: [space.id, try snapshot.manifest.serialized().blob])
        let id = db.lastInsertedRowID
        for (position, pack) in snapshot.packs.enumerated() {
            try db.execute(
                sql: "INSERT INTO snapshot_pack (snapshot, position, inflated, bytes) VALUES (?, ?, ?, ?)",
                arguments: [id, position, pack.inflatedSize, pack.bytes.blob])
        }
    }

    private static func manifests(_ space: SpaceRecord, _ db: Database) throws -> [(
        id: Int64, manifest: SnapshotManifest
    )] {
        try Row.fetchAll(
            db.cachedStatement(sql: "SELECT id, manifest FROM snapshot WHERE space = ? ORDER BY id"),
            arguments: [space.id]
        ).map { ($0["id"], try SnapshotManifest(serialized: $0.bytes("manifest"))) }
    }

    /// What the snapshots that are kept cover together.
    static func covered(_ space: SpaceRecord, _ db: Database) throws -> VersionVector {
        try manifests(space, db).reduce(into: VersionVector()) { $0.merge($1.manifest.vector) }
    }

    static func all(_ space: SpaceRecord, _ db: Database) throws -> [Snapshot] {
        try manifests(space, db).map { id, manifest in
            let packs = try Row.fetchAll(
                db, sql: "SELECT inflated, bytes FROM snapshot_pack WHERE snapshot = ? ORDER BY position",
                arguments: [id]
            ).map { PackBytes(bytes: $0.bytes("bytes"), inflatedSize: $0["inflated"]) }
            return Snapshot(manifest: manifest, packs: packs)
        }
    }

    /// Hands over the operations of packs, as far as no batch here has them.
    static func forEachPack(_ space: SpaceRecord, _ db: Database, _ body: ([Op]) throws -> Void) throws {
        let snapshots = try all(space, db)
        guard !snapshots.isEmpty else { return }
        var known = try batches(space, db)
        for snapshot in snapshots {
            for pack in snapshot.packs {
                let operations = try StatePack(pack, space: space.sid).rows.flatMap(\.operations)
                try body(operations.filter { $0.dot != Op.standIn && !known.contains($0.dot) })
            }
            known.merge(snapshot.manifest.vector)
        }
    }

    private static func batches(_ space: SpaceRecord, _ db: Database) throws -> VersionVector {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT wid, first, batch.last AS last FROM batch JOIN writer ON writer.id = batch.writer
                WHERE batch.space = ? AND parked IS NULL ORDER BY batch.writer, first
                """, arguments: [space.id])
        var held = VersionVector()
        for row in rows {
            guard let writer = WriterID(bytes: row.bytes("wid")) else {
                throw ReplicaError.damaged("the list of writers")
            }
            held.insert((row["first"] as UInt64)...(row["last"] as UInt64), of: writer)
        }
        return held
    }
}
