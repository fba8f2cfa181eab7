/// A text that several writers edit at once, merged scalar by scalar: the list CRDT FugueMax of "The Art of the Fugue" (Weidner,
/// Gentle and Kleppmann, 2023), which never interleaves runs written at one spot, whether forwards or backwards.
///
/// Every scalar is a node of a tree and the text is the tree in order. Stored are spans of nodes, flat and in text order; what
/// the tree adds is looked up only where two writers wrote at the same spot. The state is a function of the set of changes:
/// order and repeats do not matter, and a change waits until all that it refers to is there.
///
/// Invariants:
/// - Chunks are not empty, unless the text never held anything; their counts of visible scalars are right.
/// - A scalar with a left child is the first of its span; one with a right child that does not continue it is the last.
/// - Spans stand in the order of the tree; ids are unique; every parent and right neighbour exists.
/// - The index, where it has been built, finds the chunk of every scalar.
package struct TextSequence: Sendable {
    /// Scalars that are not deleted.
    package internal(set) var count = 0

    var chunks = [TextChunk(handle: 0, spans: [])]
    /// Where in `chunks` the chunk of a handle stands.
    var slots = [0]
    /// The characters of all spans, as UTF-8, in order of arrival.
    var bytes: [UInt8] = []
    var writers: [WriterID] = []
    var writerNumbers: [WriterID: UInt32] = [:]

    /// A chunk, and how many visible scalars stand before it: edits are rarely far from the one before.
    var hint = (chunk: 0, start: 0)
    /// Built by the first change from elsewhere: reading and local edits do without.
    var index: SpanIndex?
    /// Built at the first spot where two writers wrote.
    var families: TextFamilies?

    /// Changes that wait for others.
    var pending: [Dot: TextChange] = [:]
    /// For a change that is missing, those that wait for it (and perhaps for more).
    var waiting: [Dot: Set<Dot>] = [:]

    package init() {}

    /// A first text, and nothing else, with the line feed behind it.
    init(seed text: String) { receive(.seed(text), .seed(of: text)) }

    package var isEmpty: Bool { count == 0 }

    /// Whether changes wait for others that have not arrived.
    package var isIncomplete: Bool { !pending.isEmpty }

    /// Whether nothing was ever inserted: a first text is a seed only here.
    package var isUntouched: Bool { chunks[0].spans.isEmpty && pending.isEmpty }

    /// Cost: the length of the text.
    package var text: String {
        var visible: [UInt8] = []
        visible.reserveCapacity(bytes.count)
        for chunk in chunks {
            for span in chunk.spans where !span.isDeleted { visible += bytes[span.bytes] }
        }
        return String(decoding: visible, as: UTF8.self)
    }

    /// What the scalars of `runs` say, deleted or not; nil where one is unknown or collected.
    package func text(of runs: [CharacterRun]) -> String? {
        var found: [UInt8] = []
        for run in runs {
            guard let first = identifier(run.first) else { return nil }
            let shift = run.step == .number ? TextID.offsetBits : 0
            for offset in 0..<Int(run.count) {
                guard let place = place(of: first.advanced(by: offset, shift: shift)) else { return nil }
                let span = chunks[place.chunk].spans[place.span]
                if span.flags.contains(.collected) { return nil }
                let start = byteOffset(of: place.offset, in: span)
                found += bytes[(span.bytes.lowerBound + start)...].prefix(
                    width(of: bytes[span.bytes.lowerBound + start]))
            }
        }
        return String(decoding: found, as: UTF8.self)
    }

    /// The visible characters, in stretches of one writer each.
    var shares: [(writer: WriterID, text: String)] {
        var found: [(writer: UInt32, bytes: [UInt8])] = []
        for chunk in chunks {
            for span in chunk.spans where !span.isDeleted {
                if found.last?.writer != span.writer { found.append((span.writer, [])) }
                found[found.count - 1].bytes += bytes[span.bytes]
            }
        }
        return found.map { (writers[Int($0.writer)], String(decoding: $0.bytes, as: UTF8.self)) }
    }

    /// How many scalars of an op are visible. Cost: the number of spans.
    func visible(of dot: Dot) -> Int {
        guard let writer = writerNumber(of: dot.writer) else { return 0 }
        let first = TextID(writer: writer, key: dot.number << TextID.offsetBits)
        var count = 0
        for chunk in chunks {
            for span in chunk.spans where span.writer == writer && !span.isDeleted {
                if span.flags.contains(.byNumber) {
                    if span.position(of: first) != nil { count += 1 }
                } else if span.id.number == dot.number {
                    count += span.length
                }
            }
        }
        return count
    }

    /// Forgets the characters of all deleted scalars; their ids remain, so that everything still merges.
    ///
    /// For texts whose deletions nobody can undo any more. Cost: the length of the text.
    package mutating func collect() {
        let old = bytes
        bytes = []
        bytes.reserveCapacity(old.count)
        for chunk in chunks.indices {
            for span in chunks[chunk].spans.indices {
                if chunks[chunk].spans[span].isDeleted {
                    chunks[chunk].spans[span].dropBytes()
                } else {
                    let range = chunks[chunk].spans[span].bytes
                    chunks[chunk].spans[span].moveBytes(to: bytes.count)
                    bytes += old[range]
                }
            }
        }
    }

    // MARK: Ids

    /// - Returns: nil for a writer of whom this text holds nothing.
    func identifier(_ id: CharacterID) -> TextID? {
        guard let writer = writerNumber(of: id.dot.writer) else { return nil }
        return TextID(writer: writer, key: Self.key(of: id))
    }

    /// - Returns: nil also for a writer unknown here.
    func writerNumber(of writer: WriterID) -> UInt32? {
        if let last = writers.last, last == writer { return UInt32(writers.count - 1) }
        return writerNumbers[writer]
    }

    mutating func intern(_ writer: WriterID) -> UInt32 {
        if let known = writerNumber(of: writer) { return known }
        let number = UInt32(writers.count)
        writers.append(writer)
        writerNumbers[writer] = number
        return number
    }

    static func key(of id: CharacterID) -> UInt64 { id.dot.number << TextID.offsetBits | UInt64(id.offset) }

    func character(_ id: TextID) -> CharacterID? {
        id.isBoundary ? nil : CharacterID(Dot(writers[Int(id.writer)], id.number), id.offset)
    }

    /// The order of ids that every replica shares.
    func precedes(_ a: TextID, _ b: TextID) -> Bool {
        a.writer != b.writer ? writers[Int(a.writer)] < writers[Int(b.writer)] : a.key < b.key
    }
}

extension TextSequence: Hashable {
    /// Compares everything that merging depends on; characters of deleted scalars do not count. Cost: that of encoding both.
    package static func == (a: Self, b: Self) -> Bool {
        a.encoded(keepingDeleted: false) == b.encoded(keepingDeleted: false)
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(encoded(keepingDeleted: false)) }
}
