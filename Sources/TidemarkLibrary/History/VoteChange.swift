/// One vote as it was cast, or taken back.
package struct VoteChange: Sendable, Hashable {
    /// "tool/release".
    package let reference: String
    /// Tells voters apart; says nothing about who they are.
    package let person: String
    /// Milliseconds since 1970.
    package let castAt: Int64
    /// Nil for a vote that was taken back.
    package let stance: Stance?

    package init(reference: String, person: String, castAt: Int64, stance: Stance?) {
        self.reference = reference
        self.person = person
        self.castAt = castAt
        self.stance = stance
    }
}
