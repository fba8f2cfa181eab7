import TidemarkCore
import TidemarkWire

/// A row of a snapshot, as far as it can be made out without the library.
struct PackedRow: Sendable {
    let id: RowID
    let kind: KindID
    let state: RowState
    let moves: [FolderTree.Move]
    /// What the state is made of, where not everybody may write the row.
    let guarded: [Op]

    /// - Parameter theirs: what the snapshot says that it holds.
    private init(_ row: StatePack.Row, theirs: VersionVector) throws(WireError) {
        var moves: [FolderTree.Move] = []
        for operation in row.operations {
            guard operation.dot == Op.standIn || theirs.contains(operation.dot) else {
                throw .malformed("a snapshot has an operation that is not in its vector")
            }
            if case .move(let parent, let key) = operation.change {
                moves.append(.init(version: operation.version, node: row.id, parent: parent, key: key))
            }
        }
        id = row.id
        kind = row.kind
        state = RowState(row.operations, key: row.key, held: theirs)
        self.moves = moves
        guarded = SpaceMerger.isGuarded(row.kind) ? row.operations : []
    }

    /// - Throws: `WireError` for a pack that is damaged, or of another snapshot.
    static func rows(of pack: PackBytes, space: SpaceID, theirs: VersionVector) throws(WireError) -> [PackedRow] {
        var rows: [PackedRow] = []
        for row in try StatePack(pack, space: space).rows { rows.append(try PackedRow(row, theirs: theirs)) }
        return rows
    }
}
