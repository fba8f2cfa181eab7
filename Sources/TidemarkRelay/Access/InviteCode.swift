package import TidemarkWire

/// A one-time code that lets somebody register spaces. Stored as a hash only.
package struct InviteCode: Hashable, Sendable, CustomStringConvertible {
    /// 120 bits: beyond guessing at any request rate, and 24 characters to copy.
    package static let byteCount = 15
    /// Crockford's Base32: no I, L, O, U, so that a code can be read out loud.
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    private static let groupLength = 6

    /// 24 characters of the alphabet.
    private let characters: [UInt8]

    package init(random bytes: [UInt8]) {
        precondition(bytes.count == Self.byteCount, "an invite code is made of 15 bytes")
        var bits = 0
        var held = 0
        var characters: [UInt8] = []
        for byte in bytes {
            bits = bits << 8 | Int(byte)
            held += 8
            while held >= 5 {
                held -= 5
                characters.append(Self.alphabet[bits >> held & 31])
            }
            bits &= (1 << held) - 1
        }
        self.characters = characters
    }

    /// Reads a code as people type it: any case, with or without dashes and spaces, O for 0, I and L for 1.
    package init?(_ text: String) {
        var characters: [UInt8] = []
        // A code has 24 characters and 3 dashes; nobody types more than as many again.
        for character in text.uppercased().prefix(64).utf8 where !"- ".utf8.contains(character) {
            let read: UInt8 =
                switch character {
                case UInt8(ascii: "O"): UInt8(ascii: "0")
                case UInt8(ascii: "I"), UInt8(ascii: "L"): UInt8(ascii: "1")
                default: character
                }
            guard Self.alphabet.contains(read) else { return nil }
            characters.append(read)
        }
        guard characters.count == Self.byteCount * 8 / 5 else { return nil }
        self.characters = characters
    }

    package var hash: Hash { Hash(of: [UInt8]("tidemark invite 0".utf8), characters) }

    package var description: String {
        stride(from: 0, to: characters.count, by: Self.groupLength)
            .map { String(decoding: characters[$0..<($0 + Self.groupLength)], as: UTF8.self) }
            .joined(separator: "-")
    }
}
