extension SpanReader {
    /// A scalar, by its span and its place in that; behind the last span for the end of the text.
    struct Target: Equatable {
        let span: Int
        let offset: Int
    }

    /// No scalar stands twice, and of an op's scalars those before each stand too.
    func checkIDs() throws(TextError) {
        var ranges = spans.map { (id: $0.id, end: $0.endKey) }
        ranges.sort { SpanIndex.ascend($0.id, $1.id) }
        var last = (writer: UInt32.max, end: UInt64(0))
        for range in ranges {
            let isSameWriter = range.id.writer == last.writer
            if isSameWriter && last.end > range.id.key { throw .damaged("a character twice") }
            if range.id.offset > 0 && !(isSameWriter && last.end == range.id.key) { throw .damaged("part of an op") }
            last = (range.id.writer, range.end)
        }
    }

    /// The bytes are UTF-8, and each span holds as many scalars as it says.
    func checkCharacters(_ bytes: [UInt8]) throws(TextError) {
        var isValid = true
        bytes.withUnsafeBufferPointer { bytes in
            for span in spans where !span.flags.contains(.collected) {
                if span.isASCII {
                    var all: UInt8 = 0
                    for byte in bytes[span.bytes] { all |= byte }
                    if all >= 0x80 { isValid = false }
                } else {
                    let text = String(validating: bytes[span.bytes], as: UTF8.self)
                    if text?.unicodeScalars.count != span.length { isValid = false }
                }
            }
        }
        if !isValid { throw .damaged("its characters") }
    }

    mutating func linkParents() {
        for index in spans.indices {
            let parent = parents[index]
            guard parent >= 0 else { continue }
            if spans[index].flags.contains(.leftChild) {
                spans[index].setParent(spans[parent].id)
                spans[parent].flags.insert(.hasLeft)
            } else {
                let last = spans[parent].lastID
                spans[index].setParent(last)
                if spans[parent].flags.contains(.hasRight) || !spans[index].id.continues(last) {
                    spans[parent].flags.insert(.forked)
                }
                spans[parent].flags.insert(.hasRight)
            }
        }
    }

    /// - Returns: for each span, where its right neighbour stands.
    mutating func linkRights() throws(TextError) -> [Target] {
        let ends = TextColumns.branchEnds(
            spans.indices.map { spans[$0].flags.contains(.leftChild) ? nil : parents[$0] })
        var targets: [Target] = []
        targets.reserveCapacity(count)
        var next = unusual[...]
        for index in spans.indices {
            var target = Target(span: ends[index], offset: 0)
            switch kinds[index] & TextColumns.Kind.mask {
            case TextColumns.Kind.leftChild: target = Target(span: parents[index], offset: 0)
            case TextColumns.Kind.continuation: target = targets[parents[index]]
            default:
                guard let special = next.first, special.span == index else { break }
                next.removeFirst()
                let moved = Int64(target.span).addingReportingOverflow(special.distance)
                guard !moved.overflow, moved.partialValue >= 0, moved.partialValue <= count else {
                    throw .damaged("a neighbour")
                }
                target = Target(span: Int(moved.partialValue), offset: special.offset)
            }
            targets.append(target)
            guard target.span < count else {
                if target.offset > 0 { throw .damaged("a neighbour") }
                continue
            }
            let span = spans[target.span]
            guard target.offset < span.length else { throw .damaged("a neighbour") }
            spans[index].setRight(span.id.advanced(by: target.offset, shift: span.shift))
        }
        return targets
    }

    /// The spans stand in the order of a tree: walking it meets each of them, in turn, and brothers as they should be.
    func checkOrder(of targets: [Target]) throws(TextError) {
        // Lists of children, by the next brother; -1 ends one. The children of the start stand behind all others.
        var lefts = [Int](repeating: -1, count: count)
        var rights = [Int](repeating: -1, count: count + 1)
        var brothers = [Int](repeating: -1, count: count)
        for index in spans.indices.reversed() {
            let isLeft = spans[index].flags.contains(.leftChild)
            let parent = parents[index] < 0 ? count : parents[index]
            brothers[index] = isLeft ? lefts[parent] : rights[parent]
            if isLeft { lefts[parent] = index } else { rights[parent] = index }
            let brother = brothers[index]
            guard brother < 0 || areInOrder(index, brother, isLeft: isLeft, targets) else {
                throw .damaged("the order of its parts")
            }
        }
        // A span is met first for its left children, then itself.
        var next = 0
        var stack: [(span: Int, isOpen: Bool)] = [(rights[count], false)]
        while let (index, isOpen) = stack.popLast() {
            if index < 0 { continue }
            if isOpen {
                guard index == next else { throw .damaged("the order of its parts") }
                next += 1
                stack.append((brothers[index], false))
                stack.append((rights[index], false))
            } else {
                stack.append((index, true))
                stack.append((lefts[index], false))
            }
        }
        guard next == count else { throw .damaged("the order of its parts") }
    }

    private func areInOrder(_ a: Int, _ b: Int, isLeft: Bool, _ targets: [Target]) -> Bool {
        if !isLeft && targets[a] != targets[b] {
            let (x, y) = (targets[a], targets[b])
            return x.span != y.span ? x.span > y.span : x.offset > y.offset
        }
        let (x, y) = (spans[a].id, spans[b].id)
        return x.writer != y.writer ? writers[Int(x.writer)] < writers[Int(y.writer)] : x.key < y.key
    }
}
