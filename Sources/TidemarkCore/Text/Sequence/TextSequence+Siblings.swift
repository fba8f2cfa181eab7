/// The children of scalars that head a span, but for those that only continue a run: who stands where two writers wrote.
struct TextFamilies {
    private var rights: [TextID: [TextID]] = [:]
    private var lefts: [TextID: [TextID]] = [:]

    /// Files the head of a span under its parent.
    mutating func add(_ span: TextSpan) {
        if span.flags.contains(.leftChild) {
            lefts[span.parent, default: []].append(span.id)
        } else {
            rights[span.parent, default: []].append(span.id)
        }
    }

    /// In no order.
    func rights(of parent: TextID) -> [TextID] { rights[parent] ?? [] }
    func lefts(of parent: TextID) -> [TextID] { lefts[parent] ?? [] }
}

extension TextSequence {
    private mutating func buildFamilies() {
        guard families == nil else { return }
        var found = TextFamilies()
        for chunk in chunks {
            for span in chunk.spans where span.flags.contains(.leftChild) || !span.id.continues(span.parent) {
                found.add(span)
            }
        }
        families = found
    }

    /// Puts a right child among the others, ordered by right neighbour, the farthest first, then by id (FugueMax, section 5 of
    /// the paper).
    ///
    /// - Precondition: the parent ends its span.
    mutating func insertAmongRights(_ new: TextSpan) {
        buildFamilies()
        if let next = least(rights(of: new.parent).filter { isBefore(new, $0) }) {
            put(new, before: leftmost(next))
            return
        }
        var last = new.parent.isBoundary ? nil : existing(new.parent)
        while true {
            let id = last.map { span(at: $0).lastID } ?? .boundary
            if let last, !span(at: last).flags.contains(.hasRight) { break }
            guard let child = greatest(rights(of: id)) else { break }
            last = existing(child)
        }
        guard let last else { preconditionFailure("the text is not empty") }
        put(new, chunk: last.chunk, at: last.span + 1)
        balance(last.chunk)
    }

    /// Puts a left child among the others, ordered by id.
    ///
    /// - Precondition: the parent heads its span.
    mutating func insertAmongLefts(_ new: TextSpan) {
        buildFamilies()
        let later = (families?.lefts(of: new.parent) ?? []).filter { precedes(new.id, $0) }
        put(new, before: later.min(by: precedes).map(leftmost) ?? new.parent)
    }

    private mutating func put(_ new: TextSpan, before id: TextID) {
        let place = existing(id)
        put(new, chunk: place.chunk, at: cut(at: place))
        balance(place.chunk)
    }

    /// All right children of a scalar that ends its span, or of the start of the text.
    private func rights(of parent: TextID) -> [TextID] {
        var found = families?.rights(of: parent) ?? []
        guard !parent.isBoundary else { return found }
        var following = [TextID(writer: parent.writer, key: parent.key + 1)]
        if parent.offset == 0 { following.append(parent.advanced(by: 1, shift: TextID.offsetBits)) }
        for id in following {
            guard let place = place(of: id), place.offset == 0 else { continue }
            let span = span(at: place)
            if span.parent == parent, !span.flags.contains(.leftChild) { found.append(id) }
        }
        return found
    }

    /// The first scalar, in text order, below `id` and itself.
    private func leftmost(_ id: TextID) -> TextID {
        var id = id
        while true {
            let place = existing(id)
            guard place.offset == 0, span(at: place).flags.contains(.hasLeft),
                let first = families?.lefts(of: id).min(by: precedes)
            else { return id }
            id = first
        }
    }

    private func least(_ children: [TextID]) -> TextID? {
        children.min { isBefore(span(at: existing($0)), $1) }
    }

    private func greatest(_ children: [TextID]) -> TextID? {
        children.max { isBefore(span(at: existing($0)), $1) }
    }

    /// The order of two right children of one scalar.
    private func isBefore(_ a: TextSpan, _ b: TextID) -> Bool {
        let other = span(at: existing(b)).right
        if a.right == other { return precedes(a.id, b) }
        if other.isBoundary { return false }
        if a.right.isBoundary { return true }
        return existing(other) < existing(a.right)
    }
}
