extension TextSequence {
    /// Joins the state that another replica has of the same text: the result is that of all changes that either has merged.
    /// Characters of deleted scalars are forgotten.
    ///
    /// Cost: n log n in the other's spans. A state in which neighbours go round in circles, which no writer makes, is left out.
    package mutating func join(_ other: TextSequence) {
        if other.isUntouched { return }
        if isUntouched {
            self = other
            return
        }
        let spans = other.chunks.flatMap(\.spans)
        guard let order = Self.causalOrder(of: spans) else { return }
        let all = pending.merging(other.pending) { mine, _ in mine }
        (pending, waiting) = ([:], [:])
        buildIndex()
        let translation = Translation(numbers: other.writers.map { intern($0) })
        for index in order { insert(spans[index], of: other, translation) }
        for span in spans where span.isDeleted { delete(span, translation) }
        collect()
        for (dot, change) in all.sorted(by: { $0.key < $1.key }) { receive(change, dot) }
    }

    /// From the other's numbers of writers to those here.
    private struct Translation {
        let numbers: [UInt32]

        func callAsFunction(_ id: TextID) -> TextID {
            id.isBoundary ? id : TextID(writer: numbers[Int(id.writer)], key: id.key)
        }
    }

    /// Each span behind its parent and its right neighbour, which its writer saw; nil where that is not possible.
    private static func causalOrder(of spans: [TextSpan]) -> [Int]? {
        let finder = SpanFinder(spans)
        var order: [Int] = []
        order.reserveCapacity(spans.count)
        var isOpen = [Bool](repeating: false, count: spans.count)
        var isPlaced = isOpen
        for start in spans.indices {
            // A stack instead of calls: a chain may be as long as the text.
            var stack = [start]
            while let index = stack.last {
                let needs = [spans[index].parent, spans[index].right].filter { !$0.isBoundary }.map(finder.index)
                if isPlaced[index] {
                    stack.removeLast()
                } else if let need = needs.first(where: { !isPlaced[$0] }) {
                    isOpen[index] = true
                    guard !isOpen[need] else { return nil }
                    stack.append(need)
                } else {
                    isPlaced[index] = true
                    order.append(index)
                }
            }
        }
        return order
    }

    /// Inserts what is missing of a span: ops that are here already are here as a whole.
    private mutating func insert(_ span: TextSpan, of other: TextSequence, _ translate: Translation) {
        let id = translate(span.id)
        guard span.flags.contains(.byNumber) else {
            if place(of: id) == nil { insert(span, 0..<span.length, of: other, translate) }
            return
        }
        var start: Int?
        for offset in 0..<span.length {
            if place(of: id.advanced(by: offset, shift: span.shift)) == nil {
                start = start ?? offset
            } else if let missing = start {
                insert(span, missing..<offset, of: other, translate)
                start = nil
            }
        }
        if let start { insert(span, start..<span.length, of: other, translate) }
    }

    private mutating func insert(_ span: TextSpan, _ part: Range<Int>, of other: TextSequence, _ translate: Translation)
    {
        let id = translate(span.id)
        let isFirst = part.lowerBound == 0
        let parent =
            isFirst ? translate(span.parent) : id.advanced(by: part.lowerBound - 1, shift: span.shift)
        let right = translate(span.right)
        // One that hangs on what is another text here comes from no writer.
        for needed in [parent, right] where !needed.isBoundary && place(of: needed) == nil { return }
        let start = bytes.count
        if span.flags.contains(.collected) {
            // Deleted below, and forgotten again.
            bytes += [UInt8](repeating: UInt8(ascii: "?"), count: part.count)
        } else {
            let first = span.bytes.lowerBound
            let (low, high) = (
                other.byteOffset(of: part.lowerBound, in: span), other.byteOffset(of: part.upperBound, in: span)
            )
            bytes += other.bytes[(first + low)..<(first + high)]
        }
        var new = TextSpan(
            id: id.advanced(by: part.lowerBound, shift: span.shift), length: part.count, parent: parent, right: right,
            bytes: start..<bytes.count, flags: span.flags.intersection(.byNumber))
        if isFirst && span.flags.contains(.leftChild) {
            new.flags.insert(.leftChild)
            insertLeft(new)
        } else {
            insert(new)
        }
    }

    private mutating func delete(_ span: TextSpan, _ translate: Translation) {
        let id = translate(span.id)
        var done = 0
        while done < span.length {
            guard let place = place(of: id.advanced(by: done, shift: span.shift)) else {
                done += 1
                continue
            }
            let here = self.span(at: place)
            let count = here.shift == span.shift ? min(here.length - place.offset, span.length - done) : 1
            done += count
            if here.isDeleted { continue }
            _ = delete(place, count: count)
            balance(place.chunk)
        }
    }
}
