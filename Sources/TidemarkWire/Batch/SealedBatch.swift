import Crypto
package import TidemarkCore

/// A batch as it travels and as a relay stores it: header in the clear, body encrypted, all of it signed.
package struct SealedBatch: Hashable, Sendable {
    static let signatureContext = [UInt8]("tidemark batch 0".utf8)

    package let bytes: [UInt8]
    package let hash: Hash
    package let header: BatchHeader
    let headerBytes: [UInt8]
    let ciphertext: [UInt8]
    let signature: [UInt8]

    /// Reads the clear part; the signature is not checked yet.
    package init(bytes: [UInt8]) throws(WireError) {
        guard bytes.count <= Limits.sealedBatchBytes else { throw .tooLarge("a batch of \(bytes.count) bytes") }
        let message = try Protobuf.message(PBSealedBatch.self, from: bytes, named: "sealed batch")
        headerBytes = [UInt8](message.header)
        header = try BatchHeader(serialized: headerBytes)
        ciphertext = [UInt8](message.ciphertext)
        signature = [UInt8](message.signature)
        guard signature.count == 64, ciphertext.count > 16 else { throw .malformed("sealed batch") }
        self.bytes = bytes
        hash = Hash(of: bytes)
    }

    /// Whether the device named in the header signed these bytes. That the device may write is the membership log's word.
    package func verifySignature() throws(WireError) {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: header.device),
            key.isValidSignature(signature, for: Self.signedBytes(header: headerBytes, ciphertext: ciphertext))
        else { throw .badSignature }
    }

    static func signedBytes(header: [UInt8], ciphertext: [UInt8]) -> [UInt8] {
        signatureContext + Hash(of: header).bytes + Hash(of: ciphertext).bytes
    }
}

extension WriterID {
    /// The writer of a device in a space. A device that finds itself cloned or restored takes its next incarnation.
    package init(space: SpaceID, device: [UInt8], incarnation: UInt32) {
        let bigEndian = withUnsafeBytes(of: incarnation.bigEndian) { [UInt8]($0) }
        let hash = Hash(of: [UInt8]("tidemark writer 0".utf8), space.bytes, device, bigEndian)
        self.init(truncating: hash)
    }
}

extension Identifier {
    /// The first 16 bytes of a hash.
    init(truncating hash: Hash) {
        let words = hash.bytes.prefix(16).reduce(into: (UInt64(0), UInt64(0))) { words, byte in
            words = (words.0 << 8 | words.1 >> 56, words.1 << 8 | UInt64(byte))
        }
        self.init(high: words.0, low: words.1)
    }
}
