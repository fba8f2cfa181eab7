/// A sum modulo 2^256 of hashes of the members of a set: it changes with each member in constant time, in any order, and can be
/// split by any partition of the set ("AdHash", Bellare and Micciancio, "A New Paradigm for Collision-Free Hashing", 1997).
///
/// Sums, not XOR: a member that is counted twice shows. With keyed hashes nobody without the key can build another set of
/// the same sum.
package struct DigestSum: Hashable, Sendable, CustomStringConvertible {
    package static let byteCount = 32

    /// Least significant first.
    private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    package init() {}

    /// Nil unless there are exactly 32 bytes, big-endian.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        words = Array(bytes).withUnsafeBytes { bytes in
            func word(_ index: Int) -> UInt64 {
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self))
            }
            return (word(3), word(2), word(1), word(0))
        }
    }

    package var bytes: [UInt8] {
        [words.3, words.2, words.1, words.0].flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) }
        }
    }

    package var isZero: Bool { words == (0, 0, 0, 0) }

    package var description: String { hexadecimal(bytes) }

    package static func += (sum: inout Self, other: Self) {
        var carry = false
        (sum.words.0, carry) = add(sum.words.0, other.words.0, carry)
        (sum.words.1, carry) = add(sum.words.1, other.words.1, carry)
        (sum.words.2, carry) = add(sum.words.2, other.words.2, carry)
        (sum.words.3, _) = add(sum.words.3, other.words.3, carry)
    }

    package static func -= (sum: inout Self, other: Self) {
        var borrow = false
        (sum.words.0, borrow) = subtract(sum.words.0, other.words.0, borrow)
        (sum.words.1, borrow) = subtract(sum.words.1, other.words.1, borrow)
        (sum.words.2, borrow) = subtract(sum.words.2, other.words.2, borrow)
        (sum.words.3, _) = subtract(sum.words.3, other.words.3, borrow)
    }

    private static func add(_ a: UInt64, _ b: UInt64, _ carry: Bool) -> (UInt64, Bool) {
        let (sum, first) = a.addingReportingOverflow(b)
        let (result, second) = sum.addingReportingOverflow(carry ? 1 : 0)
        return (result, first || second)
    }

    private static func subtract(_ a: UInt64, _ b: UInt64, _ borrow: Bool) -> (UInt64, Bool) {
        let (difference, first) = a.subtractingReportingOverflow(b)
        let (result, second) = difference.subtractingReportingOverflow(borrow ? 1 : 0)
        return (result, first || second)
    }

    package static func == (a: Self, b: Self) -> Bool { a.words == b.words }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
    }
}
