/// The text of one field, as a function of the set of changes merged into it.
///
/// Nearly all texts are written once: such a one is kept as it is, and becomes a sequence when anything else is merged.
///
/// A first text is followed by a line feed of its own, which readers are not shown and edits never touch: texts that were begun
/// on two devices at once stand on lines of their own, the same ones everywhere.
package enum FieldText: Sendable {
    /// A first text, and nothing else.
    case seed(String)
    indirect case sequence(TextSequence)

    /// What readers are shown. Cost: the length of the text.
    package var text: String {
        switch self {
        case .seed(let text): return text
        case .sequence(let sequence):
            var text = sequence.text
            if text.utf8.last == UInt8(ascii: "\n") { text.unicodeScalars.removeLast() }
            return text
        }
    }

    /// Bytes of a first text: with its line feed it must fit into one change.
    package static let maximumSeed = TextChange.maximumScalars - 1

    // MARK: Merging

    /// Merges a first text of at most `maximumSeed` bytes. The same one written twice is one text.
    package mutating func merge(seed text: String) {
        if case .seed(let held) = self, held.utf8.elementsEqual(text.utf8) { return }
        merge(.seed(text), dot: .seed(of: text))
    }

    /// Merges a change: once or more often, before or after what it refers to.
    ///
    /// - Precondition: `change.isPossible(dot)`.
    package mutating func merge(_ change: TextChange, dot: Dot) {
        var sequence = sequence
        self = .seed("")  // So that nothing else holds the sequence and it is not copied.
        sequence.receive(change, dot)
        self = .sequence(sequence)
    }

    /// Joins the state that another replica has of the same field.
    package mutating func join(_ other: FieldText) {
        switch (self, other) {
        case (_, .seed(let text)): merge(seed: text)
        case (.seed(let text), .sequence):
            self = other
            merge(seed: text)
        case (.sequence(var mine), .sequence(let theirs)):
            self = .seed("")  // So that nothing else holds the sequence and it is not copied.
            mine.join(theirs)
            self = .sequence(mine)
        }
    }

    private var sequence: TextSequence {
        switch self {
        case .sequence(let sequence): sequence
        case .seed(let text): TextSequence(seed: text)
        }
    }

    // MARK: Editing

    /// The change that makes this another text. Words that stay keep their characters, and what others do to them.
    ///
    /// - Parameter dot: of the op that it will be.
    package func replacing(with text: String, dot: Dot) -> TextChange {
        change(TextDifference.edits(from: self.text, to: text), dot: dot)
    }

    /// The change that does to this text what makes `text` of `base`, an earlier state of it.
    package func revising(from base: String, to text: String, dot: Dot) -> TextChange {
        change(TextDifference.edits(from: base, to: text, in: self.text).edits, dot: dot)
    }

    /// The change that takes back what made `after` of `before`. What others wrote in it since stays, and where they wrote over
    /// all of it nothing comes back.
    ///
    /// - Returns: nil where nothing is left to take back; and whether that is so of a part.
    package func reverting(from after: String, to before: String, dot: Dot) -> (change: TextChange, isPart: Bool) {
        let (edits, omitted) = TextDifference.edits(from: after, to: before, in: text, isUndo: true)
        return (change(edits, dot: dot), omitted > 0)
    }

    private func change(_ edits: [TextSequence.Edit], dot: Dot) -> TextChange {
        if edits.isEmpty { return TextChange() }
        var sequence = sequence
        return sequence.edit(edits, dot: dot)
    }

    // MARK: Who wrote what

    /// What is shown, in the stretches of those who wrote them. First texts are those of `Dot.seed(of:)`.
    package var shares: [(writer: WriterID, text: String)] {
        switch self {
        case .seed(let text): [(Dot.seed(of: text).writer, text)]
        case .sequence(let sequence): sequence.shares
        }
    }

    /// Whether anything is shown that an op has written.
    package func shows(_ dot: Dot) -> Bool {
        switch self {
        case .seed(let text): dot == .seed(of: text)
        // The line feed behind a first text is not shown.
        case .sequence(let sequence): sequence.visible(of: dot) > (dot.isSeed ? 1 : 0)
        }
    }
}

extension FieldText: Hashable {
    /// Compares bytes: texts that are only canonically equivalent are two.
    package static func == (a: Self, b: Self) -> Bool {
        switch (a, b) {
        case (.seed(let x), .seed(let y)): x.utf8.elementsEqual(y.utf8)
        case (.sequence(let x), .sequence(let y)): x == y
        case (.seed, .sequence), (.sequence, .seed): false
        }
    }

    package func hash(into hasher: inout Hasher) {
        switch self {
        case .seed(let text): hasher.combine(Array(text.utf8))
        case .sequence(let sequence): hasher.combine(sequence)
        }
    }
}

extension Dot {
    /// What the characters of a first text are named by: the same text is the same characters, whoever wrote it first.
    ///
    /// No op has the number 0, so that no other change can take these names.
    package static func seed(of text: String) -> Dot {
        let hash = SHA256.hash(Array("tidemark text 0".utf8) + Array(text.utf8))
        guard let writer = WriterID(bytes: hash[..<16]) else { preconditionFailure("a hash has 32 bytes") }
        return Dot(writer, 0)
    }

    /// Whether it names no op but a first text.
    package var isSeed: Bool { number == 0 }
}
