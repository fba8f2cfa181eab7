import Crypto
import Foundation
import SwiftProtobuf
import TidemarkCore

@testable import TidemarkWire

extension SealedBatch {
    /// A batch with a header of the caller's choice, signed and encrypted properly: what a lying member would make.
    static func resealed(
        _ body: BatchBody, header: BatchHeader, device: Curve25519.Signing.PrivateKey, key: EpochKey
    ) throws -> SealedBatch {
        let columns = try body.serialized()
        let packed = try Deflate.compress(columns)
        func bigEndian(_ number: Int) -> [UInt8] { withUnsafeBytes(of: UInt32(number).bigEndian) { [UInt8]($0) } }
        var plain = bigEndian(columns.count) + bigEndian(packed.count) + packed
        plain += [UInt8](repeating: 0, count: padmeSize(plain.count) - plain.count)
        let headerBytes = try header.serialized()
        let box = try ChaChaPoly.seal(
            plain, using: key.batchKey(space: header.space, salt: header.salt),
            nonce: ChaChaPoly.Nonce(data: [UInt8](repeating: 0, count: 12)), authenticating: headerBytes)
        var message = PBSealedBatch()
        message.header = Data(headerBytes)
        message.ciphertext = box.ciphertext + box.tag
        message.signature = try device.signature(
            for: signedBytes(header: headerBytes, ciphertext: [UInt8](message.ciphertext)))
        return try SealedBatch(bytes: try message.serializedBytes())
    }
}
