/// Appends integers as LEB128, as Protocol Buffers do.
struct ColumnWriter {
    private(set) var bytes: [UInt8] = []

    mutating func write(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func write(_ number: Int) { write(UInt64(number)) }

    mutating func write(signed number: Int64) { write(UInt64(bitPattern: (number << 1) ^ (number >> 63))) }

    mutating func write(_ content: some Collection<UInt8>) { bytes += content }
}

/// Reads what `ColumnWriter` wrote, and refuses everything else.
struct ColumnReader {
    private let bytes: ArraySlice<UInt8>
    private var next: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        next = bytes.startIndex
    }

    var remaining: Int { bytes.endIndex - next }

    mutating func byte() throws(TextError) -> UInt8 {
        guard next < bytes.endIndex else { throw .damaged("it ends early") }
        defer { next += 1 }
        return bytes[next]
    }

    mutating func number() throws(TextError) -> UInt64 {
        var result: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            let byte = try byte()
            if shift == 63 && byte > 1 { break }
            result |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return result }
        }
        throw .damaged("a number")
    }

    mutating func signed() throws(TextError) -> Int64 {
        let raw = try number()
        return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
    }

    /// A number of at most `limit`.
    mutating func number(upTo limit: Int) throws(TextError) -> Int {
        let number = try number()
        guard number <= UInt64(limit) else { throw .damaged("a number out of range") }
        return Int(number)
    }

    /// The next `count` bytes.
    mutating func take(_ count: Int) throws(TextError) -> ArraySlice<UInt8> {
        guard count >= 0, count <= remaining else { throw .damaged("it ends early") }
        defer { next += count }
        return bytes[next..<(next + count)]
    }
}
