/// What can be said of bytes that nobody wrote.
package protocol DamageError: Error {
    static func damaged(_ what: String) -> Self
}

/// Reads what `ByteWriter` wrote, and refuses everything else. Nothing is allocated before its length is checked against what is
/// there. Inlinable for the same reason.
package struct ByteReader<Failure: DamageError>: Sendable {
    @usableFromInline let bytes: ArraySlice<UInt8>
    @usableFromInline var next: Int

    @inlinable package init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        next = bytes.startIndex
    }

    @inlinable package init(_ bytes: [UInt8]) { self.init(bytes[...]) }

    @inlinable package var remaining: Int { bytes.endIndex - next }

    @inlinable package var isAtEnd: Bool { next == bytes.endIndex }

    @inlinable package mutating func byte() throws(Failure) -> UInt8 {
        guard next < bytes.endIndex else { throw .damaged("it ends early") }
        defer { next += 1 }
        return bytes[next]
    }

    @inlinable package mutating func number() throws(Failure) -> UInt64 {
        var result: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            let byte = try byte()
            if shift == 63 && byte > 1 { break }
            result |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return result }
        }
        throw .damaged("a number")
    }

    @inlinable package mutating func signed() throws(Failure) -> Int64 {
        let raw = try number()
        return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
    }

    /// A number of at most `limit`.
    @inlinable package mutating func number(upTo limit: Int) throws(Failure) -> Int {
        let number = try number()
        guard number <= UInt64(limit) else { throw .damaged("a number out of range") }
        return Int(number)
    }

    /// How many of something follow that each take a byte at least.
    @inlinable package mutating func count() throws(Failure) -> Int { try number(upTo: remaining) }

    /// The next `count` bytes.
    @inlinable package mutating func take(_ count: Int) throws(Failure) -> ArraySlice<UInt8> {
        guard count >= 0, count <= remaining else { throw .damaged("it ends early") }
        defer { next += count }
        return bytes[next..<(next + count)]
    }

    /// A content behind its length.
    @inlinable package mutating func content() throws(Failure) -> [UInt8] { Array(try take(try count())) }

    /// A text behind its length.
    @inlinable package mutating func text() throws(Failure) -> String {
        String(decoding: try take(try count()), as: UTF8.self)
    }
}
