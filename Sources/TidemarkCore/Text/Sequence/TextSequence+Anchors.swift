extension TextSequence {
    /// The spot before the scalar at `offset`, kept beside one of its neighbours.
    ///
    /// - Precondition: `offset` is in `0...count`.
    package mutating func anchor(at offset: Int, beside side: TextAnchor.Side) -> TextAnchor {
        precondition(offset >= 0 && offset <= count, "an anchor outside of the text")
        switch side {
        case .left: return offset == 0 ? .start : character(visible: offset - 1).map(TextAnchor.after) ?? .start
        case .right: return offset == count ? .end : character(visible: offset).map(TextAnchor.before) ?? .end
        }
    }

    /// Where an anchor stands now, in scalars; nil while its scalar has not arrived.
    package func offset(of anchor: TextAnchor) -> Int? {
        switch anchor {
        case .start: return 0
        case .end: return count
        case .before(let id): return identifier(id).flatMap(place(of:)).map(visible(before:))
        case .after(let id):
            guard let place = identifier(id).flatMap(place(of:)) else { return nil }
            return visible(before: place) + (span(at: place).isDeleted ? 0 : 1)
        }
    }

    private mutating func character(visible index: Int) -> CharacterID? {
        let place = place(ofVisible: index)
        let span = span(at: place)
        return character(span.id.advanced(by: place.offset, shift: span.shift))
    }
}
