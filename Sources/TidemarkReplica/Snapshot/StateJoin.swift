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

    func take(_ pack: StatePack) throws {
        for row in pack.rows {
            var operations: [Op] = []
            for operation in row.operations {
                guard operation.dot == Op.standIn || theirs.contains(operation.dot) else {
                    throw WireError.malformed("a snapshot has an operation that is not in its vector")
                }
                if case .move(let parent, let key) = operation.change {
                    moves.insert(operation.dot)
                    guard !held.contains(operation.dot) else { continue }
                    merger.folders.add(
                        FolderTree.Move(version: operation.version, node: row.id, parent: parent, key: key))
                } else if try merger.permits(operation, key: row.key) {
                    operations.append(operation)
                }
            }
            if !isFresh { seen.insert(row.id) }
            let state = RowState(operations, key: row.key, held: theirs)
            try merger.join(state, row.id, row.kind, held: held, theirs: theirs)
        }
        try merger.flush()
        merger.evict()
    }

    /// Looks after what the snapshot does not have: it may have forgotten what everybody has seen replaced.
    func finish() throws {
        guard !isFresh else { return }
        try merger.folders.forget { theirs.contains($0) && !moves.contains($0) }
        for kind in try DigestReader(merger).kinds() {
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
