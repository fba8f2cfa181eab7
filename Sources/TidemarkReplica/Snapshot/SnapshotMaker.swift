import GRDB
import TidemarkCore
import TidemarkLibrary
import TidemarkWire

/// Writes the merged state of one space into packs.
///
/// Rows stand in the order in which they were made: what was made together is read together and packs well, and old packs
/// stay as they are while new rows come. A pack ends where a row's id says so, so that a row more or less changes one pack.
struct SnapshotMaker {
    /// Where packs end.
    struct Packing {
        /// Bits of a row's id that are all zero at an end: on average a pack has some 16,000 rows, about a megabyte of bookmarks.
        var boundary: UInt64 = 1 << 14 - 1
        var rows = 4096..<32_768
    }

    /// Half of what a pack may hold: a row may have many operations.
    private static let packOps = Limits.batchOps / 2
    private static let packBytes = 4 << 20

    private struct Place {
        let kind: KindID
        let row: RowID
        /// When it was made.
        let first: Version
    }

    private let merger: SpaceMerger
    private let moves: [RowID: [FolderTree.Move]]
    private let horizon: VersionVector
    private let packing: Packing

    init(_ merger: SpaceMerger, packing: Packing = Packing()) throws {
        self.merger = merger
        self.packing = packing
        horizon = merger.space.horizon
        moves = Dictionary(grouping: try DigestReader(merger).lastingMoves(), by: \.node)
    }

    /// Cost: reads every row twice; one pack is in memory beside the result.
    ///
    /// - Throws: `ReplicaError.refused` where something is not sent yet, or is set aside: a snapshot holds what others have.
    func make() throws -> Snapshot {
        let (db, space) = (merger.db, merger.space)
        guard merger.vector.writers.values.allSatisfy(\.gaps.isEmpty) else {
            throw ReplicaError.refused("Changes are set aside here that this version cannot read: update Tidemark.")
        }
        let isSent = try Bool.fetchOne(
            db,
            sql: """
                SELECT NOT EXISTS (SELECT 1 FROM journal WHERE space = ?1)
                AND NOT EXISTS (SELECT 1 FROM batch WHERE space = ?1 AND (in_flight OR parked IS NOT NULL))
                """, arguments: [space.id])
        guard isSent == true else { throw ReplicaError.refused("Changes of this device are not sent yet: sync first.") }
        let packs = try packs(of: places())
        let manifest = SnapshotManifest(
            space: space.sid, vector: merger.vector, horizon: horizon, writers: try writers(),
            sums: Dictionary(
                uniqueKeysWithValues: try DigestReader(merger).digest().sums.map { ($0.key.rawValue, $0.value) }),
            packs: packs.map { SnapshotManifest.Pack($0) })
        return Snapshot(manifest: manifest, packs: packs)
    }

    private func places() throws -> [Place] {
        var places: [Place] = []
        for kind in try merger.kinds() {
            try merger.forEachPage(of: kind) { rows in
                for entry in rows where entry.state != RowState() || moves[entry.row] != nil {
                    places.append(Place(kind: kind, row: entry.row, first: first(of: entry)))
                }
            }
        }
        return places.sorted { a, b in
            if a.first != b.first { return a.first < b.first }
            return a.kind != b.kind ? a.kind < b.kind : a.row < b.row
        }
    }

    private func first(of entry: MergeEntry) -> Version {
        let versions = entry.state.cells.lazy.flatMap(\.candidates).map(\.version)
        return versions.min() ?? Version(Stamp(rawValue: 0), Op.standIn)
    }

    private func packs(of places: [Place]) throws -> [PackBytes] {
        var packs: [PackBytes] = []
        var rows: [StatePack.Row] = []
        var (operations, size) = (0, 0)
        func close() throws {
            guard !rows.isEmpty else { return }
            packs.append(try StatePack(rows: rows).serialized())
            rows = []
            (operations, size) = (0, 0)
        }
        for place in places {
            let row = try row(at: place)
            let bytes = row.operations.reduce(0) { $0 + $1.change.size }
            if operations + row.operations.count > Self.packOps || size + bytes > Self.packBytes { try close() }
            rows.append(row)
            operations += row.operations.count
            size += bytes
            let isBoundary = place.row.low & packing.boundary == 0 && rows.count >= packing.rows.lowerBound
            if isBoundary || rows.count >= packing.rows.upperBound { try close() }
        }
        try close()
        return packs
    }

    private func row(at place: Place) throws -> StatePack.Row {
        let table = merger.space.schema.table(place.kind)
        guard let entry = try merger.load(place.row, kind: place.kind, table: table) else {
            throw ReplicaError.damaged("a row is gone while it is read")
        }
        let state = entry.state.forgetting(below: horizon, isInTrash: entry.wasTrashed)
        let own = state == RowState() ? [] : state.operations(row: place.row, kind: place.kind)
        let placed = (moves[place.row] ?? []).map { move in
            Op(
                dot: move.version.dot, stamp: move.version.stamp, action: move.version.dot.number, kind: place.kind,
                row: place.row, change: .move(parent: move.parent, move.key))
        }
        return StatePack.Row(id: place.row, kind: place.kind, key: entry.state.key, operations: own + placed)
    }

    private func writers() throws -> [SnapshotManifest.Writer] {
        try merger.vector.writers.keys.sorted().map { writer in
            let row = try Row.fetchOne(
                merger.db,
                sql: """
                    SELECT w.device, b.last, b.hash, w.head_last, w.head FROM writer w
                    LEFT JOIN batch b ON b.writer = w.id AND b.parked IS NULL
                    WHERE w.space = ? AND w.wid = ? ORDER BY b.last DESC LIMIT 1
                    """, arguments: [merger.space.id, writer.bytes.blob])
            let batch = Hash(bytes: row?.bytes("hash") ?? []).map {
                SnapshotManifest.Head(last: row?["last"] ?? 0, hash: $0)
            }
            let joined = Hash(bytes: row?.bytes("head") ?? []).map {
                SnapshotManifest.Head(last: row?["head_last"] ?? 0, hash: $0)
            }
            let head = [batch, joined].compactMap(\.self).max { $0.last < $1.last }
            return SnapshotManifest.Writer(id: writer, device: row?.bytes("device") ?? [], head: head)
        }
    }
}

extension Op.Change {
    /// Bytes of its value, roughly.
    fileprivate var size: Int {
        switch self {
        case .set(_, .text(let text)), .seed(_, let text), .add(_, let text), .remove(_, let text): text.utf8.count
        case .text(_, let text): text.encoded(keepingDeleted: false).count
        case .set(_, .bytes(let bytes)): bytes.count
        case .create(let key): key.text.utf8.count
        case .set, .lower, .count, .edit, .move, .trash: 16
        }
    }
}
