/// A place among siblings: a fraction written as base-256 digits, compared byte by byte.
///
/// Fractional indexing with random jitter, so that two devices which insert at the same spot rarely make equal keys
/// (equal keys are ordered by row id). Invariant: not empty, and the last byte is not 0, so that there is always room below.
package struct OrderKey: Hashable, Comparable, Sendable {
    /// Past this many bytes a neighbourhood is rekeyed: SQLite's pages and the wire stay small.
    package static let comfortableBytes = 40
    /// The hard limit for keys from outside.
    package static let maximumBytes = 255

    package let bytes: [UInt8]

    /// Nil for bytes that are no key.
    package init?(bytes: some Collection<UInt8>) {
        guard let last = bytes.reversed().first, last != 0, bytes.count <= Self.maximumBytes else { return nil }
        self.bytes = [UInt8](bytes)
    }

    private init(unchecked bytes: [UInt8]) { self.bytes = bytes }

    package static func < (a: Self, b: Self) -> Bool { a.bytes.lexicographicallyPrecedes(b.bytes) }

    /// A key strictly between two others; nil stands for the start or the end.
    ///
    /// Keys at the end grow by a step, so that a million appends still fit in a few bytes.
    /// Cost: the length of the keys.
    package static func between(
        _ lower: OrderKey?, _ upper: OrderKey?, using random: inout some RandomNumberGenerator
    ) -> OrderKey {
        if let lower, let upper { precondition(lower < upper, "keys out of order") }
        return OrderKey(unchecked: digits(above: lower?.bytes ?? [], below: upper?.bytes, using: &random))
    }

    /// `count` ascending keys between two others, all behind one random point: runs that two devices insert at the same
    /// spot stay whole instead of interleaving.
    package static func run(
        of count: Int, between lower: OrderKey?, _ upper: OrderKey?, using random: inout some RandomNumberGenerator
    ) -> [OrderKey] {
        guard count > 1 else { return count == 1 ? [between(lower, upper, using: &random)] : [] }
        let base = between(lower, upper, using: &random).bytes
        let width = (Int.bitWidth - count.leadingZeroBitCount + 7) / 8
        return (1...count).map { index in
            var counter = (0..<width).map { UInt8(truncatingIfNeeded: index >> (8 * (width - 1 - $0))) }
            while counter.last == 0 { counter.removeLast() }
            return OrderKey(unchecked: base + counter)
        }
    }

    /// The `index`-th key of a run of unknown length behind this key, counted from 0: for imports, which stream.
    ///
    /// - Parameter index: below 2^24 - 1.
    package func numbered(_ index: Int) -> OrderKey {
        var counter = (0..<3).map { UInt8(truncatingIfNeeded: (index + 1) >> (8 * (2 - $0))) }
        while counter.last == 0 { counter.removeLast() }
        return OrderKey(unchecked: bytes + counter)
    }

    /// Digits of the window in which the choice is made: seven bytes keep the arithmetic inside 64 bits.
    private static let widestWindow = 7
    /// Least room in which a choice is made: below this, two devices would too often choose the same key.
    private static let leastRoom: UInt64 = 1 << 10
    /// The head that keys at an open end step through: 4 bytes leave room for 2^31 / 2^10 appends before keys grow.
    private static let headBytes = 4
    private static let largestStep: UInt64 = 1 << 10

    private static func digits(
        above lower: [UInt8], below upper: [UInt8]?, using random: inout some RandomNumberGenerator
    ) -> [UInt8] {
        if lower.isEmpty && upper == nil {
            return window(of: (1 << 31) | UInt64.random(in: 1..<largestStep, using: &random) | 1, width: headBytes)
        }
        var prefix: [UInt8] = []
        var depth = 0
        while let upper, depth < upper.count, digit(lower, depth) == upper[depth] {
            prefix.append(upper[depth])
            depth += 1
        }
        for width in (depth == 0 ? headBytes : 2)...widestWindow {
            let floor = number(lower, from: depth, width: width)
            let ceiling = upper.map { number($0, from: depth, width: width) } ?? (1 << UInt64(8 * width))
            guard ceiling - floor >= leastRoom else { continue }
            let chosen = choose(
                floor, ceiling, openAbove: upper == nil, openBelow: lower.isEmpty, using: &random)
            return prefix + window(of: chosen, width: width)
        }
        // No room in seven digits: the keys differ by one unit there. Stay on the lower key's digits, whose end is open.
        let next = lower.dropFirst(depth).prefix(widestWindow)
        prefix += next + [UInt8](repeating: 0, count: widestWindow - next.count)
        return prefix + tail(above: Array(lower.dropFirst(depth + widestWindow)), using: &random)
    }

    /// Digits that make a key larger than one whose remaining digits are `lower`, with no upper bound.
    private static func tail(above lower: [UInt8], using random: inout some RandomNumberGenerator) -> [UInt8] {
        var prefix: [UInt8] = []
        var rest = lower[...]
        while rest.first == 255 { prefix.append(rest.removeFirst()) }
        let floor = number(Array(rest), from: 0, width: 3)
        return prefix + window(of: choose(floor, 1 << 24, openAbove: false, openBelow: false, using: &random), width: 3)
    }

    /// A number strictly between two others, not a multiple of 256.
    private static func choose(
        _ floor: UInt64, _ ceiling: UInt64, openAbove: Bool, openBelow: Bool,
        using random: inout some RandomNumberGenerator
    ) -> UInt64 {
        let room = ceiling - floor
        let chosen: UInt64
        if openAbove && room > 2 * largestStep {
            chosen = floor + UInt64.random(in: 1..<largestStep, using: &random)
        } else if openBelow && room > 2 * largestStep {
            chosen = ceiling - UInt64.random(in: 2..<largestStep, using: &random)
        } else {
            chosen = floor + room / 4 + UInt64.random(in: 0..<(room / 2), using: &random)
        }
        return chosen & 255 == 0 ? chosen + 1 : chosen
    }

    private static func digit(_ digits: [UInt8], _ index: Int) -> UInt8 { index < digits.count ? digits[index] : 0 }

    private static func number(_ digits: [UInt8], from start: Int, width: Int) -> UInt64 {
        (start..<(start + width)).reduce(0) { $0 << 8 | UInt64(digit(digits, $1)) }
    }

    private static func window(of number: UInt64, width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * (width - 1 - $0))) }
    }
}
