extension TextDifference {
    /// What has to be edited in `current` to do to it what makes `new` of `base`, where `current` was made of `base` as well:
    /// what differs between the first two goes and comes, and all else stays.
    ///
    /// - Parameter isUndo: leaves out what was written over so that no word of it is left, since that has nothing left to take
    ///   back; else every text that has come is put where it would stand.
    /// - Returns: edits ascending and apart from each other, and how many were left out.
    static func edits(
        from base: String, to new: String, in current: String, isUndo: Bool = false
    ) -> (edits: [TextSequence.Edit], omitted: Int) {
        let mine = edits(from: base, to: new)
        let theirs = edits(from: base, to: current)
        if theirs.isEmpty { return (mine, 0) }
        let map = OffsetMap(theirs)
        // Looked at only for an undo.
        let (before, now) = isUndo ? (Array(base.unicodeScalars), Array(current.unicodeScalars)) : ([], [])
        var result: [TextSequence.Edit] = []
        var omitted = 0
        // What both did alike is done.
        for edit in mine where !theirs.contains(edit) {
            let kept = map.kept(edit.range)
            let wasWords = isUndo && holdsWords(before[edit.range])
            if isUndo, !edit.range.isEmpty, !kept.contains(where: { !wasWords || holdsWords(now[$0]) }) {
                omitted += 1
                continue
            }
            let place = map.place(of: edit.range.lowerBound)
            if let first = kept.first, first.lowerBound == place {
                result.append(.init(first, edit.text))
                result += kept.dropFirst().map { .init($0, "") }
            } else {
                if !edit.text.isEmpty { result.append(.init(place..<place, edit.text)) }
                result += kept.map { .init($0, "") }
            }
        }
        return (result, omitted)
    }

    private static func holdsWords(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
        scalars.contains { $0.properties.isAlphabetic || $0.properties.numericType != nil }
    }
}

/// From offsets in a text to those in what edits made of it.
private struct OffsetMap {
    private let edits: [TextSequence.Edit]
    /// For each edit, where its text begins and ends.
    private let made: [Range<Int>]

    init(_ edits: [TextSequence.Edit]) {
        self.edits = edits
        var moved = 0
        made = edits.map { edit in
            let start = edit.range.lowerBound + moved
            let end = start + edit.text.unicodeScalars.count
            moved = end - edit.range.upperBound
            return start..<end
        }
    }

    /// Where text that is inserted at `offset` goes: behind what was inserted there.
    func place(of offset: Int) -> Int {
        guard let last = edits.lastIndex(where: { $0.range.lowerBound <= offset }) else { return offset }
        let edit = edits[last]
        if edit.range.upperBound <= offset { return made[last].upperBound + offset - edit.range.upperBound }
        return edit.range.lowerBound == offset ? made[last].lowerBound : made[last].upperBound
    }

    /// What is left of a range, in stretches.
    func kept(_ range: Range<Int>) -> [Range<Int>] {
        var kept: [Range<Int>] = []
        var start = range.lowerBound
        var moved = 0
        for (edit, made) in zip(edits, made) {
            let end = min(edit.range.lowerBound, range.upperBound)
            if start < end { kept.append((start + moved)..<(end + moved)) }
            start = max(start, edit.range.upperBound)
            moved = made.upperBound - edit.range.upperBound
        }
        if start < range.upperBound { kept.append((start + moved)..<(range.upperBound + moved)) }
        return kept
    }
}
