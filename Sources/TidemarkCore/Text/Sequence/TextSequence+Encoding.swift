extension TextSequence {
    /// The whole state, the same bytes wherever the same changes arrived (and the same deletions were collected).
    ///
    /// Layout: see `TextColumns`. Cost: n log n in spans.
    ///
    /// - Parameter keepingDeleted: else all deletions are taken as collected, so that equal texts have equal bytes.
    package func encoded(keepingDeleted: Bool = true) -> [UInt8] {
        let (spans, characters) = canonicalSpans(keepingDeleted: keepingDeleted)
        let finder = SpanFinder(spans)
        var table = WriterTable()
        var columns = [ByteWriter](repeating: ByteWriter(), count: 6)
        var lastNumbers: [UInt32: UInt64] = [:]
        let parents = spans.map { finder.index(of: $0.parent) }
        let ends = TextColumns.branchEnds(
            spans.indices.map { spans[$0].flags.contains(.leftChild) ? nil : parents[$0] })
        for (index, span) in spans.enumerated() {
            let parent = parents[index]
            let kind = kind(of: span, parent: parent < 0 ? nil : spans[parent])
            var flags = kind
            if span.isDeleted { flags |= TextColumns.Kind.deleted }
            if span.flags.contains(.collected) { flags |= TextColumns.Kind.collected }
            if span.flags.contains(.byNumber) { flags |= TextColumns.Kind.byNumber }
            let usual = ends[index] < spans.count ? spans[ends[index]].id : .boundary
            let isUnusual = kind == TextColumns.Kind.rightChild && span.right != usual
            if isUnusual { flags |= TextColumns.Kind.unusualRight }
            let isWide = !span.flags.contains(.collected) && !span.isASCII
            if isWide { flags |= TextColumns.Kind.wide }
            columns[0].append(CollectionOfOne(flags))
            columns[1].write(span.length)
            columns[2].write(kind == TextColumns.Kind.leftChild ? parent - index - 1 : index - 1 - parent)
            if kind != TextColumns.Kind.continuation {
                columns[3].write(table.number(of: writers[Int(span.writer)]))
                columns[4].write(signed: Int64(span.id.number) - Int64(lastNumbers[span.writer] ?? 0))
                if !span.flags.contains(.byNumber) { columns[5].write(UInt64(span.id.offset)) }
            }
            if isUnusual {
                let target = span.right.isBoundary ? spans.count : finder.index(of: span.right)
                columns[5].write(signed: Int64(target - ends[index]))
                columns[5].write(target == spans.count ? 0 : spans[target].position(of: span.right) ?? 0)
            }
            if isWide { columns[5].write(span.bytes.count - span.length) }
            lastNumbers[span.writer] = span.lastID.number
        }
        var waiting = ByteWriter()
        for (dot, change) in pending.sorted(by: { $0.key < $1.key }) {
            waiting.write(table.number(of: dot.writer))
            waiting.write(dot.number)
            change.encode(into: &waiting, dot) { table.number(of: $0) }
        }
        var result = ByteWriter()
        result.append(CollectionOfOne(TextColumns.format))
        for count in [spans.count, table.writers.count, pending.count] { result.write(count) }
        for column in columns { result.write(column.bytes.count) }
        result.write(characters.count)
        for writer in table.writers { result.append(writer.bytes) }
        for column in columns { result.append(column.bytes) }
        result.append(characters)
        result.append(waiting.bytes)
        return result.bytes
    }

    private func kind(of span: TextSpan, parent: TextSpan?) -> UInt8 {
        if span.flags.contains(.leftChild) { return TextColumns.Kind.leftChild }
        guard let parent, parent.lastID == span.parent,
            span.id == parent.lastID.advanced(by: 1, shift: parent.shift), span.right == parent.right,
            span.flags.contains(.byNumber) == parent.flags.contains(.byNumber)
        else { return TextColumns.Kind.rightChild }
        return TextColumns.Kind.continuation
    }

    /// The spans as long as ids and tree allow, whatever the order in which they arrived, and their characters.
    private func canonicalSpans(keepingDeleted: Bool) -> (spans: [TextSpan], characters: [UInt8]) {
        var spans: [TextSpan] = []
        var characters: [UInt8] = []
        characters.reserveCapacity(bytes.count)
        for var span in chunks.lazy.flatMap(\.spans) {
            if span.isDeleted && !keepingDeleted { span.dropBytes() }
            if let last = spans.last, last.isContinued(by: span) {
                spans[spans.count - 1].join(span)
            } else {
                spans.append(span)
            }
            characters += bytes[span.bytes]
        }
        return (spans, characters)
    }
}

/// Finds spans by the ids in them. Cost: a sort, then a logarithm a question.
struct SpanFinder {
    private let starts: [(id: TextID, index: Int)]

    init(_ spans: [TextSpan]) {
        starts = spans.enumerated().map { ($1.id, $0) }.sorted { SpanIndex.ascend($0.id, $1.id) }
    }

    /// The span with the nearest id at or below `id`, -1 for the boundary.
    func index(of id: TextID) -> Int {
        if id.isBoundary { return -1 }
        var (low, high) = (0, starts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if SpanIndex.ascend(id, starts[middle].id) { high = middle } else { low = middle }
        }
        return starts[low].index
    }
}

/// Numbers for writers, in order of first use.
private struct WriterTable {
    private(set) var writers: [WriterID] = []
    private var numbers: [WriterID: UInt64] = [:]

    mutating func number(of writer: WriterID) -> UInt64 {
        if let known = numbers[writer] { return known }
        let number = UInt64(writers.count)
        writers.append(writer)
        numbers[writer] = number
        return number
    }
}
