extension TextSequence {
    /// Room in a chunk while one edit is under way, before it is split.
    private static let slack = 8

    /// Cuts the span before `place` in two, unless it starts there. The place then is (chunk, result, 0).
    mutating func cut(at place: TextPlace) -> Int {
        guard place.offset > 0 else { return place.span }
        let width = byteOffset(of: place.offset, in: span(at: place))
        let rest = chunks[place.chunk].spans[place.span].cut(at: place.offset, bytes: width)
        chunks[place.chunk].spans.insert(rest, at: place.span + 1)
        return place.span + 1
    }

    /// Puts a new span into a chunk, which may then be larger than it should: `balance` follows.
    mutating func put(_ span: TextSpan, chunk: Int, at place: Int) {
        chunks[chunk].spans.insert(span, at: place)
        grow(chunk, by: span.length)
        index?.assign(span.id, end: span.endKey, chunk: chunks[chunk].handle)
        let isContinuation = !span.flags.contains(.leftChild) && span.id.continues(span.parent)
        if !isContinuation { families?.add(span) }
    }

    mutating func grow(_ chunk: Int, by scalars: Int) {
        chunks[chunk].visible += scalars
        count += scalars
        if hint.chunk > chunk { hint = (0, 0) }
    }

    /// Splits a chunk that has grown too large.
    mutating func balance(_ chunk: Int) {
        guard chunks[chunk].spans.count > TextChunk.maximumSpans else { return }
        var upper: [TextSpan] = []
        upper.reserveCapacity(TextChunk.maximumSpans + Self.slack)
        let half = chunks[chunk].spans.count / 2
        upper += chunks[chunk].spans[half...]
        chunks[chunk].spans.removeSubrange(half...)
        let added = TextChunk(handle: slots.count, spans: upper)
        chunks[chunk].visible -= added.visible
        chunks.insert(added, at: chunk + 1)
        slots.append(0)
        for slot in (chunk + 1)..<chunks.count { slots[chunks[slot].handle] = slot }
        if index != nil {
            for span in added.spans { index?.assign(span.id, end: span.endKey, chunk: added.handle) }
        }
        if hint.chunk > chunk { hint = (0, 0) }
    }

    /// Deletes `count` scalars from `offset` on in a span. May leave the chunk too large.
    ///
    /// - Returns: the place in the chunk of what follows them.
    mutating func delete(_ place: TextPlace, count: Int) -> Int {
        let first = cut(at: place)
        if count < chunks[place.chunk].spans[first].length {
            _ = cut(at: TextPlace(chunk: place.chunk, span: first, offset: count))
        }
        chunks[place.chunk].spans[first].flags.insert(.deleted)
        grow(place.chunk, by: -count)
        join(place.chunk, first)
        return first > 0 && join(place.chunk, first - 1) ? first : first + 1
    }

    /// Makes one of a span and the next in its chunk, where they are one run in ids, tree and bytes.
    @discardableResult
    private mutating func join(_ chunk: Int, _ span: Int) -> Bool {
        guard span + 1 < chunks[chunk].spans.count else { return false }
        let next = chunks[chunk].spans[span + 1]
        let this = chunks[chunk].spans[span]
        guard this.isContinued(by: next),
            this.bytes.upperBound == next.bytes.lowerBound || this.flags.contains(.collected)
        else { return false }
        chunks[chunk].spans[span].join(next)
        chunks[chunk].spans.remove(at: span + 1)
        return true
    }

    /// Builds the index: changes from elsewhere name scalars by id.
    mutating func buildIndex() {
        guard index == nil else { return }
        var entries: [(entry: SpanIndex.Entry, end: UInt64)] = []
        for chunk in chunks {
            for span in chunk.spans { entries.append((.init(id: span.id, chunk: chunk.handle), span.endKey)) }
        }
        entries.sort { SpanIndex.ascend($0.entry.id, $1.entry.id) }
        index = SpanIndex(entries)
    }
}
