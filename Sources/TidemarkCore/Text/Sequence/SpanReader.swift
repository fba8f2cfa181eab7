/// Puts spans together from their columns: ids first, then parents, then right neighbours, each of which needs the one before.
struct SpanReader {
    let count: Int
    let writers: [WriterID]
    var columns: [ByteReader<TextError>] = []
    var spans: [TextSpan] = []
    var kinds: [UInt8] = []
    var parents: [Int] = []
    /// Right neighbours other than the usual: the span, the distance from the usual one, the offset in it.
    var unusual: [(span: Int, distance: Int64, offset: Int)] = []

    init(count: Int, writers: [WriterID]) {
        self.count = count
        self.writers = writers
    }

    mutating func read(bytes: [UInt8]) throws(TextError) {
        try readSpans(bytes.count)
        for column in columns where column.remaining > 0 { throw .damaged("a column is too long") }
        try checkIDs()
        try checkCharacters(bytes)
        linkParents()
        try checkOrder(of: try linkRights())
    }

    private mutating func readSpans(_ byteCount: Int) throws(TextError) {
        spans.reserveCapacity(count)
        kinds.reserveCapacity(count)
        parents.reserveCapacity(count)
        var lastNumbers = [UInt64](repeating: 0, count: writers.count)
        var start = 0
        var total = 0
        for index in 0..<count {
            let kind = try columns[0].byte()
            let length = try columns[1].number(upTo: Int(Int32.max))
            total += length
            guard length > 0, total <= Int32.max, kind < 128, kind & 3 != 3 else { throw .damaged("a span") }
            let distance = try columns[2].number(upTo: count)
            let isLeft = kind & TextColumns.Kind.mask == TextColumns.Kind.leftChild
            let parent = isLeft ? index + 1 + distance : index - 1 - distance
            let isContinuation = kind & TextColumns.Kind.mask == TextColumns.Kind.continuation
            guard parent >= (isContinuation ? 0 : -1), parent < count else { throw .damaged("a parent") }
            var byNumber = kind & TextColumns.Kind.byNumber != 0
            let id: TextID
            if isContinuation {
                byNumber = spans[parent].flags.contains(.byNumber)
                id = spans[parent].lastID.advanced(by: 1, shift: spans[parent].shift)
            } else {
                id = try readID(byNumber: byNumber, &lastNumbers)
            }
            guard
                byNumber
                    ? id.number + UInt64(length) <= TextChange.maximumNumber + 1
                    : Int(id.offset) + length <= TextChange.maximumScalars
            else { throw .tooLarge }
            lastNumbers[Int(id.writer)] = id.number + (byNumber ? UInt64(length) - 1 : 0)
            if kind & TextColumns.Kind.unusualRight != 0 {
                guard kind & TextColumns.Kind.mask == TextColumns.Kind.rightChild else { throw .damaged("a neighbour") }
                unusual.append((index, try columns[5].signed(), try columns[5].number(upTo: Int(Int32.max))))
            }
            var width = kind & TextColumns.Kind.collected == 0 ? length : 0
            if kind & TextColumns.Kind.wide != 0 { width += try columns[5].number(upTo: byteCount) }
            guard start + width <= byteCount else { throw .damaged("too few characters") }
            var flags: TextSpan.Flags = byNumber ? .byNumber : []
            if isLeft { flags.insert(.leftChild) }
            if kind & TextColumns.Kind.deleted != 0 { flags.insert(.deleted) }
            if kind & TextColumns.Kind.collected != 0 { flags.formUnion([.deleted, .collected]) }
            let bytes = flags.contains(.collected) ? 0..<0 : start..<(start + width)
            spans.append(
                TextSpan(id: id, length: length, parent: .boundary, right: .boundary, bytes: bytes, flags: flags))
            kinds.append(kind)
            parents.append(parent)
            start += width
        }
        guard start == byteCount else { throw .damaged("too many characters") }
    }

    private mutating func readID(byNumber: Bool, _ lastNumbers: inout [UInt64]) throws(TextError) -> TextID {
        guard !writers.isEmpty else { throw .damaged("a writer") }
        let writer = try columns[3].number(upTo: writers.count - 1)
        let number = Int64(lastNumbers[writer]).addingReportingOverflow(try columns[4].signed())
        guard !number.overflow, number.partialValue >= 0, number.partialValue <= TextChange.maximumNumber else {
            throw .damaged("an op number")
        }
        let offset = byNumber ? 0 : try columns[5].number(upTo: TextChange.maximumScalars - 1)
        return TextID(writer: UInt32(writer), key: UInt64(number.partialValue) << TextID.offsetBits | UInt64(offset))
    }
}
