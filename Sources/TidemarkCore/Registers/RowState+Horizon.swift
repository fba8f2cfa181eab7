/// What may be forgotten of a row once every active device has seen it. The horizon is the vector that they all hold.
extension RowState {
    /// The part of the state that all replicas have which hold the same operations, whatever they have forgotten below the
    /// horizon: what digests are made of.
    package func lasting(below horizon: VersionVector) -> RowState {
        if horizon.isEmpty { return self }
        if isDead(below: horizon) { return gone }
        var state = self
        for index in state.cells.indices {
            let cell = cells[index]
            state.cells[index].candidates.removeAll { isShadow($0, in: cell) && horizon.contains($0.version.dot) }
        }
        return state
    }

    /// The state without what a snapshot leaves out: shadows for which there was a newer value at the horizon already.
    ///
    /// - Parameter isInTrash: whether the row is in the trash, what hangs on it considered. Then what it holds goes too, if
    ///   everybody has seen it there.
    package func forgetting(below horizon: VersionVector, isInTrash: Bool) -> RowState {
        if horizon.isEmpty { return self }
        if isInTrash && isDead(below: horizon) { return gone }
        var state = self
        for index in state.cells.indices {
            let cell = cells[index]
            guard let bar = cell.candidates.last(where: { horizon.contains($0.version.dot) })?.version else { continue }
            state.cells[index].candidates.removeAll {
                $0.version < bar && isShadow($0, in: cell) && horizon.contains($0.version.dot)
            }
        }
        return state
    }

    /// Whether something may be forgotten of the row one day. If not, all of it is lasting whatever the horizon.
    package var isUnsettled: Bool {
        isMarked || cells.contains { cell in cell.candidates.contains { isShadow($0, in: cell) } }
    }

    /// Whether trash marks cover everything, and every active device holds all of that.
    package func isDead(below horizon: VersionVector) -> Bool {
        let marks = trashMarks
        guard !marks.isEmpty, awaited.isEmpty, marks.allSatisfy({ horizon.contains($0.version.dot) }) else {
            return false
        }
        var covered = VersionVector()
        for mark in marks {
            if case .context(let context) = mark.value { covered.merge(context) }
        }
        func isCovered(_ dot: Dot) -> Bool { covered.contains(dot) && horizon.contains(dot) }
        return cells.allSatisfy { cell in
            cell.key == CellKey(.trash) || cell.candidates.allSatisfy { isCovered($0.version.dot) }
        }
    }

    /// The state without some operations; what they did to texts stays.
    package func without(_ dots: Set<Dot>) -> RowState {
        var state = self
        for index in state.cells.indices {
            state.cells[index].candidates.removeAll { dots.contains($0.version.dot) }
        }
        state.cells.removeAll { $0.candidates.isEmpty }
        return state
    }

    /// Without its registers and the members of its sets. Trash marks stay, so that nothing brings it back by accident, and
    /// counts, texts and the key do, which say nothing of what is forgotten or cannot be written anew.
    private var gone: RowState {
        var state = self
        state.cells = cells.filter { cell in
            if cell.key == CellKey(.trash) || texts[cell.key.field] != nil { return true }
            if cell.key.element != nil, case .integer = cell.winner.value { return true }
            return false
        }
        return state
    }
}

extension RowState {
    /// Whether a candidate has lost and counts for nothing but `why` and `history`. All candidates of existence, of trash
    /// marks, of texts and of members of a set count, and so do new keys for moves, each of which is for another move.
    private func isShadow(_ candidate: Candidate, in cell: Cell) -> Bool {
        guard cell.key.element == nil, cell.key.field != .existence, cell.key.field != .trash,
            texts[cell.key.field] == nil
        else { return false }
        if case .rekey = candidate.value { return false }
        return candidate.version != cell.winner.version
    }
}
