package import Crypto
import Foundation
import TidemarkCore

/// The key under which a space's batches of one epoch are encrypted.
package struct EpochKey: Hashable, Sendable {
    package let epoch: UInt32
    /// 32 bytes.
    package let bytes: [UInt8]

    package init(epoch: UInt32, bytes: [UInt8]) {
        self.epoch = epoch
        self.bytes = bytes
    }

    /// One key per batch, by HKDF-SHA256 (RFC 5869) over the batch's own random salt. Never derived from writer or number:
    /// a cloned device would use the same key for different bytes.
    func batchKey(space: SpaceID, salt: [UInt8]) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: bytes), salt: salt,
            info: [UInt8]("tidemark batch 0".utf8) + space.bytes, outputByteCount: 32)
    }
}

extension SealedBatch {
    /// One key encrypts one message, so the nonce may be constant.
    private static let nonce = [UInt8](repeating: 0, count: 12)

    /// Columns, deflate, pad, encrypt, sign.
    ///
    /// - Parameter salt: 24 bytes, fresh from a cryptographic generator.
    /// - Throws: `WireError.tooLarge` when the batch must be split.
    package static func seal(
        _ body: BatchBody, previous: Hash?, incarnation: UInt32, device: Curve25519.Signing.PrivateKey,
        key: EpochKey, salt: [UInt8]
    ) throws(WireError) -> SealedBatch {
        let columns = try body.serialized()
        let bucket = UInt32(max(columns.count - 1, 1).bitWidth - max(columns.count - 1, 1).leadingZeroBitCount)
        guard bucket <= Limits.inflatedBucket else { throw .tooLarge("a body of \(columns.count) bytes") }
        let header = BatchHeader(
            space: body.space, writer: body.writer, device: [UInt8](device.publicKey.rawRepresentation),
            incarnation: incarnation, range: body.range, previous: previous,
            newestMinute: body.newest.minuteRoundedUp, keyEpoch: key.epoch, inflatedBucket: bucket, salt: salt)
        let headerBytes = try header.serialized()
        let packed = try Deflate.compress(columns)
        var plain = bigEndian(columns.count) + bigEndian(packed.count) + packed
        plain += [UInt8](repeating: 0, count: padmeSize(plain.count) - plain.count)
        let sealed: ChaChaPoly.SealedBox
        let signature: Data
        do {
            sealed = try ChaChaPoly.seal(
                plain, using: key.batchKey(space: body.space, salt: salt), nonce: ChaChaPoly.Nonce(data: nonce),
                authenticating: headerBytes)
            let ciphertext = [UInt8](sealed.ciphertext + sealed.tag)
            signature = try device.signature(for: signedBytes(header: headerBytes, ciphertext: ciphertext))
        } catch {
            throw .malformed("cannot seal: \(error)")
        }
        var message = PBSealedBatch()
        message.header = Data(headerBytes)
        message.ciphertext = sealed.ciphertext + sealed.tag
        message.signature = signature
        return try SealedBatch(bytes: Protobuf.bytes(of: message))
    }

    /// Verifies, decrypts, inflates, decodes, and holds the header against the body.
    ///
    /// - Throws: `cannotOpen` without the right key, `unsupportedFormat` for ops of a later version, else what is wrong.
    package func open(keys: [EpochKey]) throws(WireError) -> BatchBody {
        try verifySignature()
        return try reopen(keys: keys)
    }

    /// The same for a batch that was verified before and stored since, without checking its signature again.
    package func reopen(keys: [EpochKey]) throws(WireError) -> BatchBody {
        guard let key = keys.first(where: { $0.epoch == header.keyEpoch }) else {
            throw .cannotOpen(epoch: header.keyEpoch)
        }
        let plain: [UInt8]
        do {
            let box = try ChaChaPoly.SealedBox(
                nonce: ChaChaPoly.Nonce(data: Self.nonce), ciphertext: ciphertext.dropLast(16),
                tag: ciphertext.suffix(16))
            plain = [UInt8](
                try ChaChaPoly.open(
                    box, using: key.batchKey(space: header.space, salt: header.salt), authenticating: headerBytes))
        } catch {
            throw .cannotOpen(epoch: header.keyEpoch)
        }
        guard plain.count >= 8 else { throw .malformed("batch body") }
        let size = Self.number(plain[0..<4])
        let packed = Self.number(plain[4..<8])
        guard size <= 1 << header.inflatedBucket else { throw .malformed("the body is larger than the header says") }
        guard packed <= plain.count - 8, Self.padmeSize(packed + 8) == plain.count else { throw .malformed("padding") }
        let columns = try Deflate.inflate(Array(plain[8..<(8 + packed)]), size: size)
        let body = try BatchBody(
            serialized: columns, space: header.space, writer: header.writer, range: header.range)
        guard body.newest.minuteRoundedUp == header.newestMinute else {
            throw .malformed("the header states another time than the body")
        }
        return body
    }

    /// PADMÉ (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", 2019): at most
    /// 12% larger, and only O(log log n) bits of the size are visible.
    static func padmeSize(_ size: Int) -> Int {
        guard size > 2 else { return size }
        let exponent = Int.bitWidth - 1 - size.leadingZeroBitCount
        let kept = Int.bitWidth - exponent.leadingZeroBitCount
        let mask = (1 << max(exponent - kept, 0)) - 1
        return (size + mask) & ~mask
    }

    private static func bigEndian(_ number: Int) -> [UInt8] {
        withUnsafeBytes(of: UInt32(number).bigEndian) { [UInt8]($0) }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }
}
