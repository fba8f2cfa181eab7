import Crypto
import TidemarkCore
import TidemarkWire

/// Membership entries that the library would not make, written byte by byte.
enum Forgery {
    enum Change {
        case genesis(identity: [UInt8], nonce: [UInt8], device: [UInt8])
        case ticket(key: [UInt8], expires: UInt64)
    }

    static func entry(
        space: SpaceID, index: UInt64, previous: Hash?, signer: TestKey, change: Change
    ) throws -> MembershipEntry {
        let sealed = [UInt8](repeating: 0, count: 92)
        var body = Protobytes.field(1, space.bytes)
        if index > 0 { body += Protobytes.field(2, index) }
        if let previous { body += Protobytes.field(3, previous.bytes) }
        body += Protobytes.field(4, signer.bytes)
        switch change {
        case .genesis(let identity, let nonce, let device):
            body += Protobytes.field(
                5,
                Protobytes.field(1, identity) + Protobytes.field(2, nonce) + Protobytes.field(3, device)
                    + Protobytes.field(4, sealed))
        case .ticket(let key, let expires):
            body += Protobytes.field(
                6, Protobytes.field(1, key) + Protobytes.field(3, expires) + Protobytes.field(4, sealed))
        }
        let signature = try signer.signing.signature(for: MembershipEntry.signatureContext + body)
        return try MembershipEntry(bytes: Protobytes.field(1, body) + Protobytes.field(2, [UInt8](signature)))
    }
}
