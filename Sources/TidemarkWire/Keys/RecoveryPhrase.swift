package import Crypto

/// The account in 24 words: 256 random bits and 8 bits of checksum, 11 bits a word.
///
/// The words are pronounceable and made by rule instead of listed: consonant, vowel, consonant, vowel. Nobody needs a word
/// list to write a second implementation, and a word that was noted down wrongly is told from its spelling or the checksum.
package struct RecoveryPhrase: Hashable, Sendable, CustomStringConvertible {
    private static let consonants = Array("bdfghjklmnprstvz")  // 4 bits
    private static let vowels = Array("aeiu")  // 2 bits
    private static let lastVowels = Array("ao")  // 1 bit
    package static let wordCount = 24

    /// 32 bytes.
    private let entropy: [UInt8]

    /// - Parameter entropy: 32 bytes from a cryptographic generator.
    package init(entropy: [UInt8]) {
        precondition(entropy.count == 32, "a phrase holds 256 bits")
        self.entropy = entropy
    }

    /// - Throws: `WireError.malformed`, naming the word that is wrong, or the checksum.
    package init(_ text: String) throws(WireError) {
        let words = text.lowercased().split(whereSeparator: \.isWhitespace)
        guard words.count == Self.wordCount else {
            throw .malformed("a recovery phrase has \(Self.wordCount) words, not \(words.count)")
        }
        var bits: [Bool] = []
        for (index, word) in words.enumerated() {
            guard let number = Self.number(of: Array(word)) else {
                throw .malformed("word \(index + 1) of the recovery phrase, \"\(word)\"")
            }
            bits += (0..<11).map { number >> (10 - $0) & 1 == 1 }
        }
        let bytes = stride(from: 0, to: 264, by: 8).map { start in
            bits[start..<(start + 8)].reduce(UInt8(0)) { $0 << 1 | ($1 ? 1 : 0) }
        }
        entropy = Array(bytes.prefix(32))
        guard Hash(of: entropy).bytes[0] == bytes[32] else {
            throw .malformed("the words of the recovery phrase do not belong together: check their spelling and order")
        }
    }

    package var words: [String] {
        let bytes = entropy + [Hash(of: entropy).bytes[0]]
        var bits: [Bool] = []
        for byte in bytes { bits += (0..<8).map { byte >> (7 - $0) & 1 == 1 } }
        return stride(from: 0, to: 264, by: 11).map { start in
            Self.word(bits[start..<(start + 11)].reduce(0) { $0 << 1 | ($1 ? 1 : 0) })
        }
    }

    package var description: String { words.joined(separator: " ") }

    /// The key that makes and owns a space: derived, so that the phrase alone brings it back.
    ///
    /// - Parameter nonce: the one in the space's genesis.
    package func identity(nonce: [UInt8]) throws(WireError) -> Curve25519.Signing.PrivateKey {
        let seed = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: entropy), salt: nonce, info: [UInt8]("tidemark identity 0".utf8),
            outputByteCount: 32)
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed.withUnsafeBytes { [UInt8]($0) })
        else {
            throw .malformed("identity key")
        }
        return key
    }

    private static func word(_ number: Int) -> String {
        String([
            consonants[number >> 7 & 15], vowels[number >> 5 & 3], consonants[number >> 1 & 15], lastVowels[number & 1],
        ])
    }

    private static func number(of word: [Character]) -> Int? {
        guard word.count == 4, let a = consonants.firstIndex(of: word[0]), let b = vowels.firstIndex(of: word[1]),
            let c = consonants.firstIndex(of: word[2]), let d = lastVowels.firstIndex(of: word[3])
        else { return nil }
        return a << 7 | b << 5 | c << 1 | d
    }
}
