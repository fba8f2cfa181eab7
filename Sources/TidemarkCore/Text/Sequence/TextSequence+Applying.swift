extension TextSequence {
    /// Merges a change, made here or elsewhere: once or more often, before or after what it refers to.
    ///
    /// - Throws: for a change that no writer makes; nothing has changed then.
    package mutating func apply(_ change: TextChange, dot: Dot) throws(TextError) {
        try change.check(dot)
        receive(change, dot)
    }

    /// - Precondition: `change.isPossible(dot)`.
    mutating func receive(_ change: TextChange, _ dot: Dot) {
        if change.isEmpty { return }
        buildIndex()
        if let missing = missing(for: change, dot) {
            pending[dot] = change
            waiting[missing, default: []].insert(dot)
            return
        }
        merge(change, dot)
        if !waiting.isEmpty { release([dot]) }
    }

    /// Merges what waited for changes that are here now, and what waited for that in turn.
    mutating func release(_ arrived: [Dot]) {
        var arrived = arrived
        while let dot = arrived.popLast() {
            guard let candidates = waiting.removeValue(forKey: dot), !candidates.isEmpty else { continue }
            buildIndex()
            for candidate in candidates {
                guard let change = pending[candidate] else { continue }
                if let missing = missing(for: change, candidate) {
                    waiting[missing, default: []].insert(candidate)
                } else {
                    pending[candidate] = nil
                    merge(change, candidate)
                    arrived.append(candidate)
                }
            }
        }
    }

    /// The op of a scalar that `change` refers to and that is not here.
    func missing(for change: TextChange, _ dot: Dot) -> Dot? {
        var own = 0
        func isMissing(_ id: CharacterID?) -> Bool {
            guard let id, !(id.dot == dot && Int(id.offset) < own) else { return false }
            return identifier(id).flatMap(place(of:)) == nil
        }
        for piece in change.pieces {
            if isMissing(piece.place.parent) { return piece.place.parent?.dot }
            if isMissing(piece.right) { return piece.right?.dot }
            own += piece.text.unicodeScalars.count
        }
        for run in change.deletions {
            var done: UInt64 = 0
            while done < run.count {
                guard let id = identifier(run.first), let here = stretch(of: run, from: done, id) else {
                    let number = run.step == .number ? run.first.dot.number + done : run.first.dot.number
                    return Dot(run.first.dot.writer, number)
                }
                done += UInt64(here.count)
            }
        }
        return nil
    }

    /// Where the scalars of a run from number `done` on stand: as many as one span holds in a row.
    private func stretch(of run: CharacterRun, from done: UInt64, _ first: TextID) -> (place: TextPlace, count: Int)? {
        let shift = run.step == .number ? TextID.offsetBits : 0
        guard let place = place(of: first.advanced(by: Int(done), shift: shift)) else { return nil }
        let span = span(at: place)
        return (place, span.shift == shift ? min(span.length - place.offset, Int(UInt64(run.count) - done)) : 1)
    }

    /// - Precondition: nothing is missing.
    private mutating func merge(_ change: TextChange, _ dot: Dot) {
        let writer = intern(dot.writer)
        let first = TextID(writer: writer, key: dot.number << TextID.offsetBits)
        if !change.pieces.isEmpty, place(of: first) == nil {
            let total = change.scalarCount
            var inserted = 0
            for piece in change.pieces {
                let length = piece.text.unicodeScalars.count
                merge(piece, length, id: first.advanced(by: inserted, shift: 0), isOnly: total == 1)
                inserted += length
            }
        }
        for run in change.deletions {
            guard let id = identifier(run.first) else { continue }
            var done: UInt64 = 0
            while done < run.count, let (place, count) = stretch(of: run, from: done, id) {
                done += UInt64(count)
                if span(at: place).isDeleted { continue }
                _ = delete(place, count: count)
                balance(place.chunk)
            }
        }
    }

    private mutating func merge(_ piece: TextChange.Piece, _ length: Int, id: TextID, isOnly: Bool) {
        let flags: TextSpan.Flags = isOnly ? .byNumber : []
        let right = piece.right.flatMap(identifier) ?? .boundary
        let kept = append(piece.text)
        switch piece.place {
        case .after(let left):
            let parent = left.flatMap(identifier) ?? .boundary
            insert(TextSpan(id: id, length: length, parent: parent, right: right, bytes: kept, flags: flags))
        case .before:
            insertLeft(
                TextSpan(
                    id: id, length: length, parent: right, right: right, bytes: kept, flags: flags.union(.leftChild)))
        }
    }

    /// Puts a right child where the tree wants it.
    mutating func insert(_ new: TextSpan) {
        guard !new.parent.isBoundary else {
            guard !chunks[0].spans.isEmpty else {
                put(new, chunk: 0, at: 0)
                return
            }
            insertAmongRights(new)
            return
        }
        let place = existing(new.parent)
        let left = span(at: place)
        if place.offset == left.length - 1 && !left.flags.contains(.hasRight) {
            attach(new, after: place)
            balance(place.chunk)
        } else {
            if place.offset < left.length - 1 {
                _ = cut(at: TextPlace(chunk: place.chunk, span: place.span, offset: place.offset + 1))
            }
            chunks[place.chunk].spans[place.span].flags.insert(.forked)
            balance(place.chunk)
            insertAmongRights(new)
        }
    }

    /// Puts a left child where the tree wants it.
    mutating func insertLeft(_ new: TextSpan) {
        let place = existing(new.parent)
        let target = TextPlace(chunk: place.chunk, span: cut(at: place), offset: 0)
        if span(at: target).flags.contains(.hasLeft) {
            insertAmongLefts(new)
        } else {
            chunks[target.chunk].spans[target.span].flags.insert(.hasLeft)
            put(new, chunk: target.chunk, at: target.span)
            balance(target.chunk)
        }
    }
}
