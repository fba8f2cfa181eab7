import TidemarkCore
import TidemarkLibrary

extension Edit {
    /// From this age of its trash marks on a row counts as one that others may soon have forgotten: a month before they can.
    private static let oldMark = Horizon.age - 30 * 86_400_000

    /// Whether others may have forgotten what this row holds, so that whoever brings it back must write all of it.
    func mayBeForgotten(_ entry: MergeEntry) -> Bool {
        guard entry.state.isMarked else { return false }
        return entry.state.trashMarks.allSatisfy { $0.version.stamp.milliseconds <= environment.now() - Self.oldMark }
    }

    /// Writes a row anew, out of the trash: all that others may have forgotten of it.
    ///
    /// - Parameter state: what it is to hold; its texts and counts nobody forgets.
    func writeWhole(_ row: RowID, _ kind: Kind, as state: RowState) throws {
        guard let key = state.key else { return }
        mayWriteWhole = false
        defer { mayWriteWhole = true }
        let now = try merger.entry(row, kind).state
        // What was forgotten here may stand elsewhere.
        func replaced(_ key: RowState.CellKey) -> [RowState.Candidate] {
            let here = now.cell(key)?.candidates ?? []
            return here + (state.cell(key)?.candidates ?? []).filter { !here.contains($0) }
        }
        try emit(row, kind, .create(key), seen: replaced(.init(.existence)) + now.trashMarks)
        for cell in state.cells where cell.key.field != .existence && cell.key.field != .trash {
            let here = replaced(cell.key)
            let merge = TableSchema.of(kind).field(cell.key.field)?.merge
            switch (cell.key.element, cell.winner.value) {
            case (let element?, .null): try emit(row, kind, .add(cell.key.field, element), seen: here)
            case (nil, .rekey): break
            case (nil, .integer(let number)) where merge == .minimum:
                try emit(row, kind, .lower(cell.key.field, number))
            case (nil, let value) where merge != .text:
                try emit(row, kind, .set(cell.key.field, value), seen: here)
            default: break
            }
        }
    }
}

extension Op.Change {
    /// Whether it can take a row out of the trash, or change it there.
    var bringsBack: Bool {
        switch self {
        case .trash, .set(.erased, _): false
        default: true
        }
    }
}

extension RowState {
    /// What a change that is made now replaces.
    func candidates(replacedBy change: Op.Change) -> [Candidate] {
        switch change {
        case .create: (self[.existence]?.candidates ?? []) + trashMarks
        case .set(let field, _): self[field].map { [$0.winner] } ?? []
        case .add(let field, let element), .remove(let field, let element):
            cell(CellKey(field, element: element))?.candidates ?? []
        case .seed(let field, _), .edit(let field, _): self[field]?.candidates ?? []
        case .lower, .count, .move, .trash, .text: []
        }
    }
}
