extension RowState {
    /// Joins the state that another replica has of the same row: the result is that of all operations that either has merged,
    /// as if each had come by itself ("An optimized conflict-free replicated set", Bieniusa et al., 2012, section 4).
    ///
    /// A candidate of one side stays unless the other side had merged its operation and no longer has it: then that one has
    /// seen it replaced.
    ///
    /// - Parameters:
    ///   - held: what this side has merged, without what it is missing.
    ///   - theirs: what the other side has merged.
    ///   - isMinimum: whether a field is a min-register.
    package mutating func join(
        _ other: RowState, held: VersionVector, theirs: VersionVector, isMinimum: (FieldID) -> Bool
    ) {
        if self == RowState(), held.isEmpty {
            self = other
            return
        }
        if key == nil { key = other.key }
        let mine = Set(cells.lazy.flatMap(\.candidates).map(\.version.dot))
        let others = Set(other.cells.lazy.flatMap(\.candidates).map(\.version.dot))
        for index in cells.indices {
            cells[index].candidates.removeAll { candidate in
                let dot = candidate.version.dot
                return other.awaited.contains(dot) || (!others.contains(dot) && theirs.contains(dot))
            }
        }
        cells.removeAll { $0.candidates.isEmpty }
        for cell in other.cells {
            for candidate in cell.candidates {
                let dot = candidate.version.dot
                guard !mine.contains(dot), !held.contains(dot), !awaited.contains(dot) else { continue }
                insert(candidate, at: cell.key)
            }
            if isMinimum(cell.key.field) { keepSmallest(at: cell.key) }
            keepLastPart(at: cell.key)
        }
        for text in other.texts {
            if texts[text.key] == nil {
                texts[text.key] = text.value
            } else {
                texts.update(text.key, default: text.value) { $0.join(text.value) }
            }
        }
        awaited = awaited.union(other.awaited).filter { !held.contains($0) && !theirs.contains($0) }
    }
}
