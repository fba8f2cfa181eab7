extension TextChange {
    /// The change as bytes, for a batch or a stored text. Writers stand as the numbers that `writer` gives them.
    ///
    /// Layout: first texts that it refers to (their count, 16 bytes each: they come before the writers), pieces (their count, then
    /// of each its place, right neighbour, length and UTF-8 bytes), then deletions (their count, then of each its first id, and
    /// count and step in one number). An id is a head, 0 or 1 for none, else its writer's number plus 1 and two flags: whether an
    /// offset follows, and whether it is the parent of a left child; then the op's number: of the same writer as `dot` less than
    /// that by so much; then the offset.
    package func encoded(_ dot: Dot, writer: (WriterID) -> UInt64) -> [UInt8] {
        var sink = ByteWriter()
        let seeds = seeds
        sink.write(seeds.count)
        for seed in seeds { sink.append(seed.bytes) }
        encode(into: &sink, dot) { id in
            seeds.firstIndex(of: id).map { UInt64($0) } ?? UInt64(seeds.count) + writer(id)
        }
        return sink.bytes
    }

    /// - Throws: for bytes that `encoded` does not write, and for changes that `apply` refuses.
    package init(decoding bytes: [UInt8], _ dot: Dot, writer: (UInt64) -> WriterID?) throws(TextError) {
        var source = ByteReader<TextError>(bytes[...])
        var seeds: [WriterID] = []
        for _ in 0..<(try source.number(upTo: source.remaining / 16)) {
            guard let seed = WriterID(bytes: try source.take(16)), !seeds.contains(seed) else {
                throw .damaged("an id")
            }
            seeds.append(seed)
        }
        try self.init(from: &source, dot) { number in
            number < seeds.count ? seeds[Int(number)] : writer(number - UInt64(seeds.count))
        }
        guard source.remaining == 0 else { throw .damaged("something behind its end") }
        guard seeds == self.seeds else { throw .damaged("first texts that it does not refer to") }
    }

    func encode(into sink: inout ByteWriter, _ dot: Dot, writer number: (WriterID) -> UInt64) {
        func write(_ id: CharacterID?, isLeft: Bool = false) {
            let flag: UInt64 = isLeft ? 1 : 0
            guard let id else { return sink.write(flag) }
            sink.write((number(id.dot.writer) + 1) << 2 | (id.offset > 0 ? 2 : 0) | flag)
            if id.dot.writer == dot.writer {
                sink.write(signed: Int64(bitPattern: dot.number &- id.dot.number))
            } else {
                sink.write(id.dot.number)
            }
            if id.offset > 0 { sink.write(UInt64(id.offset)) }
        }
        sink.write(pieces.count)
        for piece in pieces {
            switch piece.place {
            case .after(let parent):
                write(parent)
                write(piece.right)
            case .before(let parent): write(parent, isLeft: true)
            }
            sink.write(piece.text)
        }
        sink.write(deletions.count)
        for run in deletions {
            write(run.first)
            sink.write(UInt64(run.count) << 1 | UInt64(run.step.rawValue))
        }
    }

    init(from source: inout ByteReader<TextError>, _ dot: Dot, writer: (UInt64) -> WriterID?) throws(TextError) {
        var pieces: [Piece] = []
        // Every piece and every run takes bytes of its own, so that the bytes at hand bound what is allocated.
        for _ in 0..<(try source.count()) {
            let (parent, isLeft) = try source.identifier(dot, writer)
            var right: CharacterID?
            var place = Place.after(parent)
            if isLeft {
                guard let parent else { throw .damaged("a piece before nothing") }
                place = .before(parent)
            } else {
                let (neighbour, isLeft) = try source.identifier(dot, writer)
                if isLeft { throw .damaged("a neighbour") }
                right = neighbour
            }
            let bytes = try source.take(try source.count())
            guard let text = String(validating: bytes, as: UTF8.self) else { throw .damaged("its characters") }
            pieces.append(Piece(place: place, right: right, text: text))
        }
        var deletions: [CharacterRun] = []
        for _ in 0..<(try source.count()) {
            guard case (let first?, false) = try source.identifier(dot, writer) else { throw .damaged("a deletion") }
            let length = try source.number(upTo: Int(UInt32.max) << 1 | 1)
            let step: CharacterRun.Step = length & 1 == 1 ? .number : .offset
            deletions.append(CharacterRun(first: first, count: UInt32(length >> 1), step: step))
        }
        self.init(pieces: pieces, deletions: deletions)
        try check(dot)
    }
}

extension ByteReader<TextError> {
    fileprivate mutating func identifier(
        _ dot: Dot, _ writer: (UInt64) -> WriterID?
    ) throws(TextError) -> (id: CharacterID?, isLeft: Bool) {
        let head = try number()
        guard head >= 4 else {
            if head > 1 { throw .damaged("an id") }
            return (nil, head == 1)
        }
        guard let writer = writer(head >> 2 - 1) else { throw .damaged("a writer") }
        let number = writer == dot.writer ? dot.number &- UInt64(bitPattern: try signed()) : try self.number()
        let offset = head & 2 == 0 ? 0 : try self.number(upTo: TextChange.maximumScalars)
        if head & 2 != 0 && offset == 0 { throw .damaged("an id") }
        return (CharacterID(Dot(writer, number), UInt32(offset)), head & 1 == 1)
    }
}
