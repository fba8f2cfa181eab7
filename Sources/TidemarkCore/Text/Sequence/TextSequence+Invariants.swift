extension TextSequence {
    /// Stops where the state is not what the type promises. Cost: n log n in spans, more where many wrote at one spot.
    package func invariantCheck() {
        var total = 0
        for (position, chunk) in chunks.enumerated() {
            precondition(slots[chunk.handle] == position, "chunk \(chunk.handle) is not where its slot says")
            precondition(!chunk.spans.isEmpty || chunks.count == 1, "an empty chunk")
            precondition(chunk.visible == chunk.spans.reduce(0) { $0 + $1.visible }, "visible scalars of a chunk")
            total += chunk.visible
        }
        precondition(total == count && text.unicodeScalars.count == count, "visible scalars")
        let spans = chunks.flatMap(\.spans)
        for span in spans {
            precondition(span.length > 0, "an empty span")
            if span.flags.contains(.collected) {
                precondition(span.isDeleted, "collected, not deleted")
            } else {
                let text = String(validating: bytes[span.bytes], as: UTF8.self)
                precondition(text?.unicodeScalars.count == span.length, "characters of a span")
            }
            precondition(span.parent.isBoundary || place(of: span.parent) != nil, "an unknown parent")
            precondition(span.right.isBoundary || place(of: span.right) != nil, "an unknown neighbour")
            for id in [span.id, span.lastID] { precondition(place(of: id) != nil, "the index does not find \(id)") }
        }
        checkTree(spans)
        for (dot, change) in pending { precondition(missing(for: change, dot) != nil, "a change waits for nothing") }
    }

    /// The spans stand in the order of the tree, and their flags tell of their children.
    private func checkTree(_ spans: [TextSpan]) {
        var lefts: [TextID: [Int]] = [:]
        var rights: [TextID: [Int]] = [:]
        var positions: [TextID: Int] = [:]
        for (index, span) in spans.enumerated() {
            precondition(positions.updateValue(index, forKey: span.id) == nil, "an id twice")
            if span.flags.contains(.leftChild) {
                lefts[span.parent, default: []].append(index)
            } else {
                rights[span.parent, default: []].append(index)
            }
        }
        func isBefore(_ a: Int, _ b: Int) -> Bool {
            let (x, y) = (spans[a], spans[b])
            guard x.right != y.right else { return precedes(x.id, y.id) }
            guard let theirs = y.right.isBoundary ? nil : place(of: y.right) else { return false }
            guard let ours = x.right.isBoundary ? nil : place(of: x.right) else { return true }
            return theirs < ours
        }
        // In order: nil in the second place puts out the span itself.
        var next = 0
        var stack = (rights[.boundary] ?? []).sorted(by: isBefore).reversed().map { (span: $0, isOpen: false) }
        while let (index, isOpen) = stack.popLast() {
            let span = spans[index]
            if isOpen {
                precondition(next == index, "span \(span.id) is out of order")
                next += 1
                continue
            }
            let (before, after) = (lefts[span.id] ?? [], rights[span.lastID] ?? [])
            precondition(span.flags.contains(.hasLeft) == !before.isEmpty, "left children of \(span.id)")
            precondition(span.flags.contains(.hasRight) == !after.isEmpty, "right children of \(span.id)")
            let isForked = after.count > 1 || after.contains { !spans[$0].id.continues(span.lastID) }
            precondition(span.flags.contains(.forked) == isForked, "a fork at \(span.lastID)")
            stack += after.sorted(by: isBefore).reversed().map { (span: $0, isOpen: false) }
            stack.append((index, true))
            stack += before.sorted { precedes(spans[$0].id, spans[$1].id) }.reversed().map { (span: $0, isOpen: false) }
        }
        precondition(next == spans.count, "spans that hang on nothing")
    }
}
