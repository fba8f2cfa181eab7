/// Character references of HTML (HTML Standard, 13.2.5.72 to 13.2.5.80), read cautiously: a named one counts only
/// with its semicolon and only if HTML 4 has it, so that an address with a bare "&copy=1" stays as it is. A
/// numeric one may lack its semicolon.
enum CharacterReferences {
    /// What the bytes 0x80 to 0x9F mean in Windows-1252 (WHATWG Encoding); unassigned ones stay controls.
    static let windows1252: [UInt32] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,
        0x017D,
        0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153,
        0x9D,
        0x017E, 0x0178,
    ]
    /// Longer than every known name.
    private static let maximumName = 10

    /// `text` with its references resolved, which are not looked at again.
    static func resolve(_ text: String) -> String {
        guard text.utf8.contains(0x26) else { return text }
        var output = String.UnicodeScalarView()
        var rest = text.unicodeScalars[...]
        while let scalar = rest.first {
            if scalar == "&", let (resolved, end) = reference(in: rest) {
                output.append(resolved)
                rest = rest[end...]
            } else {
                output.append(scalar)
                rest.removeFirst()
            }
        }
        return String(output)
    }

    /// The reference at the beginning of `text`, which is an ampersand.
    private static func reference(
        in text: Substring.UnicodeScalarView
    ) -> (scalar: Unicode.Scalar, end: String.Index)? {
        let body = text.dropFirst()
        if body.first == "#" { return numericReference(body.dropFirst()) }
        let name = body.prefix(maximumName).prefix {
            $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0))
        }
        let end = name.endIndex
        guard end < body.endIndex, body[end] == ";", let scalar = NamedEntities.character(String(name)) else {
            return nil
        }
        return (scalar, body.index(after: end))
    }

    private static func numericReference(
        _ text: Substring.UnicodeScalarView
    ) -> (scalar: Unicode.Scalar, end: String.Index)? {
        let isHex = text.first == "x" || text.first == "X"
        var rest = isHex ? text.dropFirst() : text
        var code: UInt32 = 0
        var count = 0
        while let scalar = rest.first, scalar.isASCII, let digit = Character(scalar).hexDigitValue, isHex || digit < 10
        {
            // Stays above the last code point once there, whatever follows.
            code = min(code * (isHex ? 16 : 10) + UInt32(digit), 0x11_0000)
            count += 1
            rest.removeFirst()
        }
        guard count > 0 else { return nil }
        if rest.first == ";" { rest.removeFirst() }
        return (scalar(code), rest.startIndex)
    }

    /// The character that the HTML Standard gives for a numeric reference.
    private static func scalar(_ code: UInt32) -> Unicode.Scalar {
        let mapped = (0x80...0x9F).contains(code) ? windows1252[Int(code - 0x80)] : code
        return mapped == 0 ? "\u{FFFD}" : Unicode.Scalar(mapped) ?? "\u{FFFD}"
    }
}
