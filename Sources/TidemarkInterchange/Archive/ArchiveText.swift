/// The canonical spelling of texts and bytes in an archive: one spelling for each value, so that equal libraries give equal
/// archives.
enum ArchiveText {
    /// A JSON text (RFC 8259, 7) in which only what must be escaped is: quotes, backslashes and control characters.
    static func quoted(_ text: String) -> String {
        if !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }) { return "\"\(text)\"" }
        var output: [UInt8] = [0x22]
        for byte in text.utf8 {
            switch byte {
            case 0x22, 0x5C: output += [0x5C, byte]
            case 0x0A: output += Array("\\n".utf8)
            case ..<0x20: output += Array("\\u00".utf8) + hexadecimal(byte)
            default: output.append(byte)
            }
        }
        output.append(0x22)
        return String(decoding: output, as: UTF8.self)
    }

    private static func hexadecimal(_ byte: UInt8) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        return [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }

    static func hexadecimal(_ bytes: [UInt8]) -> String {
        "\"" + String(decoding: bytes.flatMap(hexadecimal), as: UTF8.self) + "\""
    }

    /// The bytes of lower-case hexadecimal digits.
    static func bytes(_ text: String) -> [UInt8]? {
        let digits = text.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == text.utf8.count, digits.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
