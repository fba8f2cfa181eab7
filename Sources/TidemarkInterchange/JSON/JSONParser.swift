/// Reads a JSON text (RFC 8259) in memory: exact integers, line numbers, a bound on the depth, and members that nobody
/// asks for (pages' contents) passed over without being kept. A byte order mark is passed over; text that is not UTF-8
/// is repaired.
struct JSONParser {
    struct Failure: Error {
        let line: Int
        let reason: String
    }

    /// Twice the depth of folders that is kept, and some more: every folder is an object in an array.
    static let maximumDepth = 2 * NetscapeReader.maximumDepth + 56
    /// Longer texts are cut.
    static let maximumText = NetscapeReader.maximumNote

    /// Longer than any number that means something.
    private static let maximumNumber = 64

    private let bytes: UnsafeBufferPointer<UInt8>
    private let skipping: Set<String>
    private var index = 0
    private var line = 1

    private init(_ bytes: UnsafeBufferPointer<UInt8>, skipping: Set<String>) {
        self.bytes = bytes
        self.skipping = skipping
    }

    /// - Parameter skipping: names of members whose values are passed over, wherever they stand.
    static func parse(_ bytes: UnsafeBufferPointer<UInt8>, skipping: Set<String> = []) throws(Failure) -> JSONValue {
        var parser = JSONParser(bytes, skipping: skipping)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { parser.index = 3 }
        let value = try parser.value(depth: 0)
        parser.skipSpace()
        guard parser.index == bytes.count else { throw parser.failure("something follows its end") }
        return value
    }

    private func failure(_ reason: String) -> Failure { Failure(line: line, reason: reason) }

    // MARK: Structure

    private mutating func value(depth: Int) throws(Failure) -> JSONValue {
        skipSpace()
        guard let byte = peek else { throw failure("it ends in the middle") }
        guard depth < Self.maximumDepth else { throw failure("it is nested deeper than \(Self.maximumDepth)") }
        switch byte {
        case 0x7B: return .object(try object(depth: depth))
        case 0x5B: return .array(try array(depth: depth))
        case 0x22: return .string(try string())
        case 0x74: return try word("true", .bool(true))
        case 0x66: return try word("false", .bool(false))
        case 0x6E: return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func object(depth: Int) throws(Failure) -> JSONObject {
        let start = line
        index += 1
        var members: [JSONObject.Member] = []
        skipSpace()
        if take(0x7D) { return JSONObject(line: start, members: members) }
        while true {
            skipSpace()
            guard peek == 0x22 else { throw failure("a member has no name") }
            let name = try string()
            skipSpace()
            guard take(0x3A) else { throw failure("a colon is missing") }
            if skipping.contains(name) {
                skipSpace()
                let from = index
                try pass(depth: depth + 1)
                members.append(.init(name: name, value: .skipped(bytes: index - from)))
            } else {
                members.append(.init(name: name, value: try value(depth: depth + 1)))
            }
            skipSpace()
            if take(0x7D) { return JSONObject(line: start, members: members) }
            guard take(0x2C) else { throw failure("a comma or a brace is missing") }
        }
    }

    private mutating func array(depth: Int) throws(Failure) -> [JSONValue] {
        index += 1
        var values: [JSONValue] = []
        skipSpace()
        if take(0x5D) { return values }
        while true {
            values.append(try value(depth: depth + 1))
            skipSpace()
            if take(0x5D) { return values }
            guard take(0x2C) else { throw failure("a comma or a bracket is missing") }
        }
    }

    /// Passes over a value: texts by their quotes, objects and arrays by their brackets.
    private mutating func pass(depth: Int) throws(Failure) {
        var open = 0
        repeat {
            skipSpace()
            guard let byte = peek else { throw failure("it ends in the middle") }
            switch byte {
            case 0x22: _ = try stringRange()
            case 0x7B, 0x5B:
                open += 1
                index += 1
            case 0x7D, 0x5D:
                open -= 1
                index += 1
            case 0x2C, 0x3A: index += 1
            default:
                index += 1
                while let byte = peek, !Self.endsWord(byte) { index += 1 }
            }
            guard depth + open < Self.maximumDepth else { throw failure("it is nested too deep") }
        } while open > 0
    }

    // MARK: Texts and numbers

    /// The bytes between the quotes, and whether there are escapes among them.
    private mutating func stringRange() throws(Failure) -> (range: Range<Int>, isEscaped: Bool) {
        index += 1
        let start = index
        var isEscaped = false
        while index < bytes.count {
            switch bytes[index] {
            case 0x22:
                index += 1
                return (start..<(index - 1), isEscaped)
            case 0x5C:
                isEscaped = true
                index += 2
            case 0x0A:
                line += 1
                index += 1
            default: index += 1
            }
        }
        index = bytes.count
        throw failure("a text has no end")
    }

    private mutating func string() throws(Failure) -> String {
        let (range, isEscaped) = try stringRange()
        if !isEscaped, range.count <= Self.maximumText {
            return String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
        }
        var output: [UInt8] = []
        output.reserveCapacity(min(range.count, Self.maximumText))
        var at = range.lowerBound
        while at < range.upperBound, output.count <= Self.maximumText {
            let byte = bytes[at]
            if byte == 0x5C {
                try unescape(&at, end: range.upperBound, into: &output)
            } else {
                output.append(byte)
                at += 1
            }
        }
        MarkupText.cut(&output, to: Self.maximumText)
        return String(decoding: output, as: UTF8.self)
    }

    private func unescape(_ at: inout Int, end: Int, into output: inout [UInt8]) throws(Failure) {
        guard at + 1 < end else { throw failure("an escape has no end") }
        let byte = bytes[at + 1]
        at += 2
        switch byte {
        case 0x6E: output.append(0x0A)
        case 0x74: output.append(0x09)
        case 0x72: output.append(0x0D)
        case 0x62: output.append(0x08)
        case 0x66: output.append(0x0C)
        case 0x75:
            var code = try hexadecimal(at, end: end)
            at += 4
            if (0xD800..<0xDC00).contains(code), at + 1 < end, bytes[at] == 0x5C, bytes[at + 1] == 0x75 {
                let low = try hexadecimal(at + 2, end: end)
                if (0xDC00..<0xE000).contains(low) {
                    code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
                    at += 6
                }
            }
            output.append(contentsOf: String(Character(Unicode.Scalar(code) ?? "\u{FFFD}")).utf8)
        default: output.append(byte)
        }
    }

    private func hexadecimal(_ at: Int, end: Int) throws(Failure) -> UInt32 {
        guard at + 4 <= end else { throw failure("an escape has no end") }
        var code: UInt32 = 0
        for byte in bytes[at..<(at + 4)] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { throw failure("a broken escape") }
            code = code << 4 | UInt32(digit)
        }
        return code
    }

    private mutating func number() throws(Failure) -> JSONValue {
        let start = index
        while let byte = peek, !Self.endsWord(byte) { index += 1 }
        let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<index]), as: UTF8.self)
        if let integer = Int64(text) { return .integer(integer) }
        guard index - start < Self.maximumNumber, let number = Double(text) else {
            throw failure("\"\(text.prefix(20))\" is no value")
        }
        return number.isFinite ? .number(number) : .null
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws(Failure) -> JSONValue {
        let end = index + word.utf8.count
        guard end <= bytes.count, bytes[index..<end].elementsEqual(word.utf8) else { throw failure("an unknown word") }
        index = end
        return value
    }

    // MARK: Bytes

    private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        index += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            if byte == 0x0A { line += 1 }
            index += 1
        }
    }

    private static func endsWord(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == 0x2C || byte == 0x5D || byte == 0x7D || byte == 0x3A || byte == 0x22
            || byte == 0x7B || byte == 0x5B
    }
}
