/// A place in a text that stays with a scalar while text is written around it.
///
/// Where the scalar has been deleted, both of its sides are the spot where it was.
package enum TextAnchor: Hashable, Sendable {
    case start
    case end
    case before(CharacterID)
    case after(CharacterID)

    /// Which neighbour an anchor stays with when text is written at its spot.
    package enum Side: Hashable, Sendable {
        case left
        case right
    }
}
