/// Turns bytes of a markup file into text. Bytes are collected as they come; only whole texts are decoded.
struct MarkupText {
    /// Character sets that bookmark files are known to come in. All contain ASCII, so that tags can be found before
    /// the set is known.
    enum CharacterSet: Equatable {
        /// UTF-8 where the text is valid UTF-8, else Windows-1252: nearly no text in the latter is also valid UTF-8.
        case guessed
        /// Stands for ISO 8859-1 and ASCII as well (WHATWG Encoding, 4.2).
        case windows1252
        /// Declared but not known here.
        case unsupported(String)
    }

    var characterSet = CharacterSet.guessed
    /// Set once a text of an unsupported character set was not valid UTF-8.
    private(set) var hasGuessedUnsupported = false

    /// Takes over the character set of a `meta` element, from its `charset` or `content`.
    mutating func declare(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self).lowercased()
        var name = text[...]
        if let mark = text.firstRange(of: "charset=") { name = text[mark.upperBound...] }
        name = name.drop { "\"' ".contains($0) }.prefix { !"\"'; ,".contains($0) }
        switch name {
        case "windows-1252", "cp1252", "iso-8859-1", "iso8859-1", "latin1", "l1", "us-ascii", "ascii", "x-ansi":
            characterSet = .windows1252
        case "", "utf-8", "utf8": characterSet = .guessed
        default: characterSet = .unsupported(String(name.prefix(40)))
        }
    }

    /// The text of an attribute's value, without the white space around it.
    mutating func value(_ bytes: ArraySlice<UInt8>) -> String {
        decode(Self.trimmed(bytes))
    }

    /// A text that holds no references, without the white space around it.
    mutating func plain(_ bytes: ArraySlice<UInt8>) -> String {
        text(Self.trimmed(bytes))
    }

    /// A text on one line: white space around it goes, white space inside becomes one space.
    mutating func line(_ bytes: [UInt8]) -> String {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var isSpaced = false
        for byte in bytes {
            if byte.isMarkupSpace {
                isSpaced = true
            } else {
                if isSpaced, !output.isEmpty { output.append(0x20) }
                isSpaced = false
                output.append(byte)
            }
        }
        return decode(output[...])
    }

    /// A text of several lines: white space around it goes, line ends become line feeds.
    ///
    /// - Parameter isMarkup: whether character references stand in it.
    mutating func lines(_ bytes: [UInt8], isMarkup: Bool = true) -> String {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var wasReturn = false
        for byte in Self.trimmed(bytes[...]) {
            if byte == 0x0D {
                output.append(0x0A)
            } else if byte != 0x0A || !wasReturn {
                output.append(byte)
            }
            wasReturn = byte == 0x0D
        }
        return isMarkup ? decode(output[...]) : text(output[...])
    }

    static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes
        while let first = bytes.first, first.isMarkupSpace { bytes.removeFirst() }
        while let last = bytes.last, last.isMarkupSpace { bytes.removeLast() }
        return bytes
    }

    private mutating func decode(_ bytes: ArraySlice<UInt8>) -> String {
        CharacterReferences.resolve(text(bytes))
    }

    private mutating func text(_ bytes: ArraySlice<UInt8>) -> String {
        if characterSet != .windows1252 {
            if let text = String(validating: bytes, as: UTF8.self) { return text }
            if case .unsupported = characterSet { hasGuessedUnsupported = true }
        }
        var output = String.UnicodeScalarView()
        for byte in bytes {
            let code = (0x80...0x9F).contains(byte) ? CharacterReferences.windows1252[Int(byte) - 0x80] : UInt32(byte)
            output.append(Unicode.Scalar(code) ?? "\u{FFFD}")
        }
        return String(output)
    }

    /// `bytes` cut to `limit` without splitting a UTF-8 sequence.
    static func cut(_ bytes: inout [UInt8], to limit: Int) {
        guard bytes.count > limit else { return }
        var end = limit
        // A sequence has at most three continuation bytes.
        while end > 0, limit - end < 4, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        bytes.removeLast(bytes.count - end)
    }
}
