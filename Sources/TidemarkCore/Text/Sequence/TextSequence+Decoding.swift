extension TextSequence {
    /// Reads what `encoded` wrote.
    ///
    /// - Throws: for all bytes that are not a text that keeps every invariant. Cost: n log n in spans; no more memory than a multiple of the bytes.
    package init(decoding encoded: [UInt8]) throws(TextError) {
        self.init()
        var source = ByteReader<TextError>(encoded[...])
        guard try source.byte() == TextColumns.format else { throw .damaged("an unknown format") }
        let spanCount = try source.number(upTo: encoded.count)
        let writerCount = try source.number(upTo: encoded.count / 16)
        let pendingCount = try source.number(upTo: encoded.count)
        var sizes: [Int] = []
        for _ in 0..<7 { sizes.append(try source.number(upTo: encoded.count)) }
        for _ in 0..<writerCount {
            guard let writer = WriterID(bytes: try source.take(16)), writerNumbers[writer] == nil else {
                throw .damaged("its writers")
            }
            _ = intern(writer)
        }
        var reader = SpanReader(count: spanCount, writers: writers)
        for index in 0..<6 { reader.columns.append(ByteReader<TextError>(try source.take(sizes[index]))) }
        bytes = Array(try source.take(sizes[6]))
        try reader.read(bytes: bytes)
        fill(reader.spans)
        for _ in 0..<pendingCount { try readPending(&source) }
        guard source.remaining == 0 else { throw .damaged("something behind its end") }
    }

    private mutating func fill(_ spans: [TextSpan]) {
        guard !spans.isEmpty else { return }
        // Chunks keep some room, so that the first edits split none.
        let size = TextChunk.maximumSpans * 3 / 4
        chunks = stride(from: 0, to: spans.count, by: size).enumerated().map { handle, start in
            TextChunk(handle: handle, spans: Array(spans[start..<min(start + size, spans.count)]))
        }
        slots = Array(chunks.indices)
        count = chunks.reduce(0) { $0 + $1.visible }
    }

    private mutating func readPending(_ source: inout ByteReader<TextError>) throws(TextError) {
        let known = writers
        guard let writer = try known[safe: source.number()] else { throw .damaged("a writer") }
        let dot = Dot(writer, try source.number())
        let change = try TextChange(from: &source, dot) { known[safe: $0] }
        guard pending[dot] == nil, let missing = missing(for: change, dot) else { throw .damaged("a waiting change") }
        pending[dot] = change
        waiting[missing, default: []].insert(dot)
    }
}

extension Array {
    fileprivate subscript(safe index: UInt64) -> Element? { index < count ? self[Int(index)] : nil }
}
