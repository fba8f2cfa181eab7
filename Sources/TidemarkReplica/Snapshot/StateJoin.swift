import TidemarkCore
import TidemarkLibrary
import TidemarkWire

/// The rows of one snapshot on their way into the tables.
final class StateJoin {
    private let merger: SpaceMerger
    private let held: VersionVector
    private let theirs: VersionVector
    private var moves: Set<Dot> = []
    /// Rows that the snapshot has, where some are here already.
    private var seen: Set<RowID> = []

    init(_ merger: SpaceMerger, theirs: VersionVector) {
        self.merger = merger
        self.theirs = theirs
        held = merger.vector
        merger.vector.merge(theirs)
    }

    private var isFresh: Bool { held.isEmpty }

    func take(_ rows: [PackedRow]) throws {
        for row in rows {
            for move in row.moves {
                moves.insert(move.version.dot)
                if !held.contains(move.version.dot) { merger.folders.add(move) }
            }
            if !isFresh { seen.insert(row.id) }
            try merger.join(permitted(row), row.id, row.kind, held: held, theirs: theirs)
        }
        try merger.flush()
        merger.evict()
    }

    /// The row's state without what its writers may not write.
    private func permitted(_ row: PackedRow) throws -> RowState {
        guard SpaceMerger.isGuarded(row.kind) else { return row.state }
        let operations = try row.guarded.filter { try merger.permits($0, key: row.state.key) }
        return RowState(operations, key: row.state.key, held: theirs)
    }

    /// Looks after what the snapshot does not have: it may have forgotten what everybody has seen replaced.
    func finish() throws {
        guard !isFresh else { return }
        try merger.folders.forget { theirs.contains($0) && !moves.contains($0) }
        for kind in try merger.kinds() {
            try merger.forEachPage(of: kind) { rows in
                for row in rows where !seen.contains(row.row) && row.state != RowState() {
                    try merger.join(RowState(), row.row, kind, held: held, theirs: theirs)
                }
                try merger.flush()
                merger.evict()
            }
        }
    }
}
