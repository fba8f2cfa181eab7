/// Appends integers as LEB128, as Protocol Buffers do, and contents.
///
/// Inlinable, for rows and texts are packed by the hundred thousand from another module.
package struct ByteWriter: Sendable {
    @usableFromInline var storage: [UInt8] = []

    @inlinable package init() {}

    @inlinable package var bytes: [UInt8] { storage }

    @inlinable package mutating func write(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            storage.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        storage.append(UInt8(rest))
    }

    @inlinable package mutating func write(_ number: Int) { write(UInt64(number)) }

    @inlinable package mutating func write(signed number: Int64) {
        write(UInt64(bitPattern: (number << 1) ^ (number >> 63)))
    }

    /// A content behind its length.
    @inlinable package mutating func write(_ content: [UInt8]) {
        write(content.count)
        storage += content
    }

    /// A text as UTF-8 behind its length.
    @inlinable package mutating func write(_ text: String) {
        write(text.utf8.count)
        storage += text.utf8
    }

    /// A content whose length the reader knows.
    @inlinable package mutating func append(_ content: some Collection<UInt8>) { storage += content }
}
