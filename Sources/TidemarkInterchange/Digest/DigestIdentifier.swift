/// Names of digest entries for feed readers and mail programs: the same event has the same name for ever.
enum DigestIdentifier {
    /// A version 8 UUID (RFC 9562, 5.8) from the FNV-1a hash of `key` with 128 bits. Tells entries of one catalogue apart;
    /// protects from nobody.
    static func uuid(_ key: String) -> String {
        var hash: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d
        let prime: UInt128 = 1 << 88 | 0x13B
        for byte in key.utf8 { hash = (hash ^ UInt128(byte)) &* prime }
        hash = hash & ~(0xF << 76) | 0x8 << 76
        hash = hash & ~(0x3 << 62) | 0x2 << 62
        let digits = String(hash, radix: 16)
        let padded = Array(String(repeating: "0", count: 32 - digits.count) + digits)
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(padded[$0]) }.joined(separator: "-")
    }

    static func urn(_ key: String) -> String { "urn:uuid:\(uuid(key))" }
}
