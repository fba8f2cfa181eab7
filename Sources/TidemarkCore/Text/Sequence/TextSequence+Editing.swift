extension TextSequence {
    /// Replaces the scalars of a range.
    package struct Edit: Hashable, Sendable {
        package let range: Range<Int>
        package let text: String

        package init(_ range: Range<Int>, _ text: String) {
            self.range = range
            self.text = text
        }
    }

    /// Inserts a text before the scalar at `offset`.
    ///
    /// - Precondition: `offset` is in `0...count`, and `dot` is new.
    package mutating func insert(_ text: String, at offset: Int, dot: Dot) -> TextChange {
        edit([Edit(offset..<offset, text)], dot: dot)
    }

    /// Deletes a range of scalars.
    package mutating func delete(_ range: Range<Int>, dot: Dot) -> TextChange { edit([Edit(range, "")], dot: dot) }

    /// Makes several edits in one change.
    ///
    /// - Parameter edits: ascending, apart from each other, in offsets of the text as it is now, within it.
    /// - Precondition: at most `TextChange.maximumScalars` are inserted, and `dot` is new.
    package mutating func edit(_ edits: [Edit], dot: Dot) -> TextChange {
        let total = edits.reduce(0) { $0 + $1.text.unicodeScalars.count }
        precondition(total <= TextChange.maximumScalars && dot.number <= TextChange.maximumNumber, "text too large")
        var pieces: [TextChange.Piece] = []
        var deletions: [CharacterRun] = []
        var inserted = 0
        var moved = 0
        for edit in edits {
            let range = (edit.range.lowerBound + moved)..<(edit.range.upperBound + moved)
            precondition(range.lowerBound >= 0 && range.upperBound <= count, "an edit outside of the text")
            let length = edit.text.unicodeScalars.count
            if length > 0 {
                let id = TextID(writer: intern(dot.writer), key: dot.number << TextID.offsetBits | UInt64(inserted))
                pieces.append(insert(edit.text, length: length, at: range.lowerBound, id: id, isOnly: total == 1))
                inserted += length
            }
            if !range.isEmpty { delete(from: range.lowerBound + length, count: range.count, runs: &deletions) }
            moved += length - range.count
        }
        if !waiting.isEmpty { release([dot]) }
        return TextChange(pieces: pieces, deletions: deletions)
    }

    /// Finds the place as section 4 of the paper says: a right child of the left neighbour, or, where that has one already, a
    /// left child of the right neighbour.
    private mutating func insert(
        _ text: String, length: Int, at offset: Int, id: TextID, isOnly: Bool
    ) -> TextChange.Piece {
        let flags: TextSpan.Flags = isOnly ? .byNumber : []
        guard offset > 0 else {
            let right = chunks[0].spans.first?.id ?? .boundary
            var span = TextSpan(
                id: id, length: length, parent: right, right: right, bytes: append(text), flags: flags)
            if !right.isBoundary {
                span.flags.insert(.leftChild)
                chunks[0].spans[0].flags.insert(.hasLeft)
            }
            put(span, chunk: 0, at: 0)
            balance(0)
            return piece(span, text)
        }
        let place = place(ofVisible: offset - 1)
        let left = span(at: place)
        if place.offset == left.length - 1 && !left.flags.contains(.hasRight) {
            let right = next(after: place)
            let span = TextSpan(
                id: id, length: length, parent: left.lastID, right: right, bytes: append(text), flags: flags)
            attach(span, after: place)
            balance(place.chunk)
            return piece(span, text)
        }
        var behind = TextPlace(chunk: place.chunk, span: place.span, offset: place.offset + 1)
        if behind.offset == left.length {
            behind =
                behind.span + 1 < chunks[behind.chunk].spans.count
                ? TextPlace(chunk: behind.chunk, span: behind.span + 1, offset: 0)
                : TextPlace(chunk: behind.chunk + 1, span: 0, offset: 0)
        }
        behind = TextPlace(chunk: behind.chunk, span: cut(at: behind), offset: 0)
        let right = self.span(at: behind).id
        let span = TextSpan(
            id: id, length: length, parent: right, right: right, bytes: append(text), flags: flags.union(.leftChild))
        chunks[behind.chunk].spans[behind.span].flags.insert(.hasLeft)
        put(span, chunk: behind.chunk, at: behind.span)
        balance(behind.chunk)
        return piece(span, text)
    }

    /// Puts the only right child of a span's last scalar behind it: longer becomes the span where that is possible.
    mutating func attach(_ span: TextSpan, after place: TextPlace) {
        let left = self.span(at: place)
        if left.isContinued(by: span), left.bytes.upperBound == span.bytes.lowerBound {
            chunks[place.chunk].spans[place.span].extend(by: span.length, bytes: span.bytes.count)
            grow(place.chunk, by: span.length)
            index?.assign(span.id, end: span.endKey, chunk: chunks[place.chunk].handle)
            return
        }
        chunks[place.chunk].spans[place.span].flags.insert(.hasRight)
        if !span.id.continues(span.parent) { chunks[place.chunk].spans[place.span].flags.insert(.forked) }
        put(span, chunk: place.chunk, at: place.span + 1)
    }

    private mutating func delete(from start: Int, count: Int, runs: inout [CharacterRun]) {
        var place = place(ofVisible: start)
        let first = place.chunk
        var rest = count
        while rest > 0 {
            if place.span == chunks[place.chunk].spans.count {
                place = TextPlace(chunk: place.chunk + 1, span: 0, offset: 0)
                continue
            }
            let span = span(at: place)
            if span.isDeleted {
                place = TextPlace(chunk: place.chunk, span: place.span + 1, offset: 0)
                continue
            }
            let taken = min(rest, span.length - place.offset)
            append(span, place.offset, taken, to: &runs)
            place = TextPlace(chunk: place.chunk, span: delete(place, count: taken), offset: 0)
            rest -= taken
        }
        for chunk in (first...place.chunk).reversed() { balance(chunk) }
    }

    /// Notes that `count` scalars of `span` go, as part of the last run where they follow it.
    private func append(_ span: TextSpan, _ offset: Int, _ count: Int, to runs: inout [CharacterRun]) {
        let id = span.id.advanced(by: offset, shift: span.shift)
        let step: CharacterRun.Step = span.flags.contains(.byNumber) ? .number : .offset
        if let last = runs.last, last.step == step, last.first.dot.writer == writers[Int(span.writer)],
            Self.key(of: last.first) + UInt64(last.count) << span.shift == id.key
        {
            runs[runs.count - 1] = CharacterRun(first: last.first, count: last.count + UInt32(count), step: step)
        } else if let first = character(id) {
            runs.append(CharacterRun(first: first, count: UInt32(count), step: step))
        }
    }

    /// Keeps characters; returns where.
    mutating func append(_ text: String) -> Range<Int> {
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        return start..<bytes.count
    }

    private func piece(_ span: TextSpan, _ text: String) -> TextChange.Piece {
        guard span.flags.contains(.leftChild), let parent = character(span.parent) else {
            return .init(place: .after(character(span.parent)), right: character(span.right), text: text)
        }
        return .init(place: .before(parent), right: parent, text: text)
    }
}
