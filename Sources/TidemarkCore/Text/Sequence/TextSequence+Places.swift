/// A scalar, or the cut before it, by where it is stored. Valid until the next change of the structure.
struct TextPlace {
    var chunk: Int
    var span: Int
    var offset: Int

    static func < (a: Self, b: Self) -> Bool {
        if a.chunk != b.chunk { return a.chunk < b.chunk }
        return a.span != b.span ? a.span < b.span : a.offset < b.offset
    }
}

extension TextSequence {
    /// Where the visible scalar number `index` stands. Cost: chunks between it and the last one asked for, spans of one chunk.
    mutating func place(ofVisible index: Int) -> TextPlace {
        var (chunk, start) = hint
        while index < start {
            chunk -= 1
            start -= chunks[chunk].visible
        }
        while index >= start + chunks[chunk].visible {
            start += chunks[chunk].visible
            chunk += 1
        }
        hint = (chunk, start)
        return chunks[chunk].spans.withUnsafeBufferPointer { spans in
            var rest = index - start
            var span = 0
            while rest >= spans[span].visible {
                rest -= spans[span].visible
                span += 1
            }
            return TextPlace(chunk: chunk, span: span, offset: rest)
        }
    }

    /// Where `id` stands, if it exists. Cost: the logarithm of the number of spans with the index, that number without.
    func place(of id: TextID) -> TextPlace? {
        guard let index else {
            for chunk in chunks.indices {
                if let place = place(of: id, chunk: chunk) { return place }
            }
            return nil
        }
        return index.chunk(of: id).flatMap { place(of: id, chunk: slots[$0]) }
    }

    private func place(of id: TextID, chunk: Int) -> TextPlace? {
        chunks[chunk].spans.withUnsafeBufferPointer { spans in
            for span in spans.indices {
                if let offset = spans[span].position(of: id) {
                    return TextPlace(chunk: chunk, span: span, offset: offset)
                }
            }
            return nil
        }
    }

    /// A parent or neighbour that is known to exist.
    func existing(_ id: TextID) -> TextPlace {
        guard let place = place(of: id) else { preconditionFailure("no scalar \(id)") }
        return place
    }

    func span(at place: TextPlace) -> TextSpan { chunks[place.chunk].spans[place.span] }

    /// The first scalar of the span behind; the boundary behind the last.
    func next(after place: TextPlace) -> TextID {
        if place.span + 1 < chunks[place.chunk].spans.count { return chunks[place.chunk].spans[place.span + 1].id }
        return place.chunk + 1 < chunks.count ? chunks[place.chunk + 1].spans[0].id : .boundary
    }

    /// Visible scalars before `place`. Cost: the number of chunks, spans of one chunk.
    func visible(before place: TextPlace) -> Int {
        var total = 0
        for chunk in chunks[..<place.chunk] { total += chunk.visible }
        for span in chunks[place.chunk].spans[..<place.span] { total += span.visible }
        return span(at: place).isDeleted ? total : total + place.offset
    }

    // MARK: Bytes

    /// How many bytes the first `count` scalars of `span` take.
    func byteOffset(of count: Int, in span: TextSpan) -> Int {
        if span.isASCII || span.flags.contains(.collected) { return min(count, span.bytes.count) }
        if count == span.length { return span.bytes.count }
        return bytes.withUnsafeBufferPointer { bytes in
            var rest = count
            var position = span.bytes.lowerBound
            while rest > 0 {
                position += width(of: bytes[position])
                rest -= 1
            }
            return position - span.bytes.lowerBound
        }
    }

    /// Bytes of the scalar that starts with `byte` in UTF-8.
    func width(of byte: UInt8) -> Int { byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4 }
}
