/// One Unicode scalar of a text, for ever: the op that inserted it and its place among the scalars of that op.
package struct CharacterID: Hashable, Sendable, CustomStringConvertible {
    package let dot: Dot
    package let offset: UInt32

    package init(_ dot: Dot, _ offset: UInt32 = 0) {
        self.dot = dot
        self.offset = offset
    }

    package var description: String { "\(dot)+\(offset)" }
}

/// Scalars whose ids follow each other.
package struct CharacterRun: Hashable, Sendable {
    package enum Step: UInt8, Hashable, Sendable {
        /// The scalars of one op.
        case offset
        /// The only scalars of ops that follow each other: what typing makes.
        case number
    }

    package let first: CharacterID
    package let count: UInt32
    package let step: Step

    package init(first: CharacterID, count: UInt32, step: Step = .offset) {
        self.first = first
        self.count = count
        self.step = step
    }
}
