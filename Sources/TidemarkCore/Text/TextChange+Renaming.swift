extension TextChange {
    /// Whether a writer can have made this change as the op `dot`. What is not possible is merged nowhere.
    package func isPossible(_ dot: Dot) -> Bool {
        do {
            try check(dot)
            return true
        } catch {
            return false
        }
    }

    /// The same change where ops go by other names.
    ///
    /// - Parameter rename: the other name of an op, this one's own included.
    /// - Returns: nil where `rename` does not know one of them.
    package func renamed(_ rename: (Dot) -> Dot?) -> TextChange? {
        func other(_ id: CharacterID?) -> CharacterID?? {
            guard let id else { return .some(nil) }
            return rename(id.dot).map { CharacterID($0, id.offset) }
        }
        var pieces: [Piece] = []
        for piece in self.pieces {
            guard let parent = other(piece.place.parent), let right = other(piece.right) else { return nil }
            if case .before = piece.place, let parent {
                pieces.append(Piece(place: .before(parent), right: right, text: piece.text))
            } else {
                pieces.append(Piece(place: .after(parent), right: right, text: piece.text))
            }
        }
        var deletions: [CharacterRun] = []
        for run in self.deletions {
            switch run.step {
            case .offset:
                guard let dot = rename(run.first.dot) else { return nil }
                let first = CharacterID(dot, run.first.offset)
                deletions.append(CharacterRun(first: first, count: run.count, step: .offset))
            case .number:
                // Numbers that follow each other may do so no more.
                for index in 0..<UInt64(run.count) {
                    guard let dot = rename(Dot(run.first.dot.writer, run.first.dot.number + index)) else { return nil }
                    deletions.append(number: dot)
                }
            }
        }
        return TextChange(pieces: pieces, deletions: deletions)
    }

    /// The first texts that the change refers to, in order of first mention.
    var seeds: [WriterID] {
        var found: [WriterID] = []
        func note(_ id: CharacterID?) {
            if let id, id.dot.isSeed, !found.contains(id.dot.writer) { found.append(id.dot.writer) }
        }
        for piece in pieces {
            note(piece.place.parent)
            note(piece.right)
        }
        for run in deletions { note(run.first) }
        return found
    }
}

extension [CharacterRun] {
    /// Puts the only scalar of an op behind, into the last run where it follows that.
    fileprivate mutating func append(number dot: Dot) {
        if let last, last.step == .number, last.first.dot.writer == dot.writer,
            last.first.dot.number + UInt64(last.count) == dot.number, last.count < .max
        {
            self[count - 1] = CharacterRun(first: last.first, count: last.count + 1, step: .number)
        } else {
            append(CharacterRun(first: CharacterID(dot), count: 1, step: .number))
        }
    }
}
