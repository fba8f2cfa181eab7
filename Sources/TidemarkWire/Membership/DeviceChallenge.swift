package import Crypto
package import TidemarkCore

/// What a device signs to show a relay that it holds its key: the relay's challenge, bound to one space.
package struct DeviceChallenge: Hashable, Sendable {
    private static let context = [UInt8]("tidemark challenge 0".utf8)

    package let space: SpaceID
    /// The relay's bytes; their meaning is the relay's own.
    package let challenge: [UInt8]

    package init(space: SpaceID, challenge: [UInt8]) {
        self.space = space
        self.challenge = challenge
    }

    private var signedBytes: [UInt8] { Self.context + space.bytes + challenge }

    package func signature(by key: Curve25519.Signing.PrivateKey) throws(WireError) -> [UInt8] {
        guard let signature = try? key.signature(for: signedBytes) else {
            throw .malformed("the key that was to sign a challenge")
        }
        return [UInt8](signature)
    }

    /// - Parameter key: Ed25519 public key.
    package func isSigned(_ signature: [UInt8], by key: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: key) else { return false }
        return key.isValidSignature(signature, for: signedBytes)
    }
}
