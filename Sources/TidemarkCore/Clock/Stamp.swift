/// A hybrid logical timestamp: 48 bits of milliseconds since 1970, 16 bits of counter.
///
/// After Kulkarni et al., "Logical Physical Clocks" (2014). The counter overflows into the milliseconds, so `next` always
/// exists until the year 10889.
package struct Stamp: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let rawValue: UInt64

    package init(rawValue: UInt64) { self.rawValue = rawValue }

    /// Milliseconds outside 0..<2^48 are clamped.
    package init(milliseconds: Int64, counter: UInt16 = 0) {
        let limit: Int64 = (1 << 48) - 1
        rawValue = UInt64(min(max(milliseconds, 0), limit)) << 16 | UInt64(counter)
    }

    /// Older than every stamp that a clock gives: what an import without a date writes.
    package static let oldest = Stamp(rawValue: 1)

    package var milliseconds: Int64 { Int64(rawValue >> 16) }
    package var counter: UInt16 { UInt16(truncatingIfNeeded: rawValue) }
    package var next: Stamp { Stamp(rawValue: rawValue + 1) }

    /// Minutes since 1970, rounded up: all that a relay learns of a batch's time.
    package var minuteRoundedUp: UInt64 { ((rawValue >> 16) + 59_999) / 60_000 }

    package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
    package var description: String { "\(milliseconds).\(counter)" }
}
