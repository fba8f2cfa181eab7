/// A scalar as one sequence knows it: its writer's place in the sequence's table, and op number and offset in one word.
///
/// Within a writer, keys ascend with (number, offset).
struct TextID: Hashable {
    /// A million scalars an op leave 43 bits for its number.
    static let offsetBits: UInt64 = 20
    static let offsetMask: UInt64 = 1 << offsetBits - 1

    var writer: UInt32
    var key: UInt64

    /// The start of the text as a parent, its end as a right neighbour.
    static let boundary = TextID(writer: .max, key: 0)

    var isBoundary: Bool { writer == .max }
    var number: UInt64 { key >> Self.offsetBits }
    var offset: UInt32 { UInt32(truncatingIfNeeded: key & Self.offsetMask) }

    func advanced(by count: Int, shift: UInt64) -> TextID {
        TextID(writer: writer, key: key + UInt64(count) << shift)
    }

    /// Whether this id is the one that a run through `other` goes on with: the next scalar of the op, or the first of the next.
    func continues(_ other: TextID) -> Bool {
        guard writer == other.writer else { return false }
        return key == other.key + 1
            || (key & Self.offsetMask == 0 && key == other.key + 1 << Self.offsetBits)
    }
}
