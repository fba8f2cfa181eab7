import TidemarkCore

/// Appends integers and texts to bytes that this module stores; LEB128 for integers, as in Protocol Buffers.
struct ByteWriter {
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

    mutating func write(_ content: [UInt8]) {
        write(content.count)
        bytes += content
    }

    mutating func write(_ text: String) { write(Array(text.utf8)) }
}

/// Reads what `ByteWriter` wrote. It only ever meets bytes from this replica's own database, so damage is all it reports.
struct ByteReader {
    private var bytes: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { self.bytes = bytes[...] }

    var isAtEnd: Bool { bytes.isEmpty }

    mutating func number() throws(ReplicaError) -> UInt64 {
        var result: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard let byte = bytes.popFirst() else { throw .damaged("row state ends early") }
            result |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return result }
        }
        throw .damaged("number in row state")
    }

    mutating func count() throws(ReplicaError) -> Int {
        let number = try number()
        guard number <= bytes.count else { throw .damaged("count in row state") }
        return Int(number)
    }

    mutating func signed() throws(ReplicaError) -> Int64 {
        let raw = try number()
        return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
    }

    mutating func content() throws(ReplicaError) -> [UInt8] {
        let count = try count()
        defer { bytes = bytes.dropFirst(count) }
        return Array(bytes.prefix(count))
    }

    mutating func text() throws(ReplicaError) -> String { String(decoding: try content(), as: UTF8.self) }
}
