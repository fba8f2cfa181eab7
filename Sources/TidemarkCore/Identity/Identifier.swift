/// A 16-byte identifier, ordered by its bytes.
///
/// Kept as two big-endian words so that comparing, hashing and storing cost no allocation.
package protocol Identifier: Hashable, Comparable, Sendable, CustomStringConvertible {
    var high: UInt64 { get }
    var low: UInt64 { get }
    init(high: UInt64, low: UInt64)
}

extension Identifier {
    /// Nil unless `bytes` holds exactly 16 bytes.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        // Other modules call this without specialising it: there, walking a collection byte by byte takes a microsecond.
        let words =
            bytes.withContiguousStorageIfAvailable(identifierWords)
            ?? Array(bytes).withUnsafeBufferPointer(identifierWords)
        self.init(high: words.high, low: words.low)
    }

    /// Nil unless `hex` holds exactly 32 hexadecimal digits.
    package init?(hex: some StringProtocol) {
        var words: (high: UInt64, low: UInt64) = (0, 0)
        var count = 0
        for character in String(hex).utf8 {
            guard let digit = hexadecimalDigit(character), count < 32 else { return nil }
            if count < 16 { words.high = words.high << 4 | digit } else { words.low = words.low << 4 | digit }
            count += 1
        }
        guard count == 32 else { return nil }
        self.init(high: words.high, low: words.low)
    }

    package var bytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 16) { buffer, count in
            for index in 0..<8 {
                buffer[index] = UInt8(truncatingIfNeeded: high >> UInt64(56 - 8 * index))
                buffer[index + 8] = UInt8(truncatingIfNeeded: low >> UInt64(56 - 8 * index))
            }
            count = 16
        }
    }

    /// 32 lower-case hexadecimal digits.
    package var description: String { hexadecimal(bytes) }

    package static func < (a: Self, b: Self) -> Bool {
        a.high != b.high ? a.high < b.high : a.low < b.low
    }
}

private func identifierWords(_ bytes: UnsafeBufferPointer<UInt8>) -> (high: UInt64, low: UInt64) {
    let raw = UnsafeRawBufferPointer(bytes)
    return (
        UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
        UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    )
}

private func hexadecimalDigit(_ character: UInt8) -> UInt64? {
    switch character {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(character - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(character - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(character - UInt8(ascii: "A") + 10)
    default: nil
    }
}

/// The unit of sharing, keys, quota and deletion.
package struct SpaceID: Identifier {
    package let high: UInt64
    package let low: UInt64
    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }
}

/// One replica in one space. It numbers its operations 1, 2, 3, ... without gaps.
package struct WriterID: Identifier {
    package let high: UInt64
    package let low: UInt64
    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }
}

/// A row of a replicated table: the hash of its natural key, the same on every replica.
package struct RowID: Identifier {
    package let high: UInt64
    package let low: UInt64
    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }
}

/// A human being, as the fingerprint of an identity key. Devices of one person share it.
package struct PersonID: Identifier {
    package let high: UInt64
    package let low: UInt64
    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }
}

/// Lower-case hexadecimal digits of `bytes`.
package func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in bytes {
        text.append(digits[Int(byte >> 4)])
        text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
}
