import Crypto
import Foundation
package import TidemarkCore

/// One signed entry of a space's membership log.
///
/// Its bytes are canonical: the one way to write this body and this signature. A carrier that could add a field without
/// breaking the signature would change the hash that the next entry names.
package struct MembershipEntry: Hashable, Sendable {
    package static let signatureContext = [UInt8]("tidemark membership 0".utf8)
    package static let keyBytes = 32
    static let signatureBytes = 64
    /// Expiry times stay within the 48 bits that a stamp has for milliseconds.
    static let expiryEnd: UInt64 = 1 << 48
    /// Nonce, at least one padded block, tag: anything shorter holds no details. 1 KiB is far above the longest name.
    static let sealedRange = 92...1024

    package let bytes: [UInt8]
    package let hash: Hash
    package let space: SpaceID
    /// The place in the log; 0 is the genesis.
    package let index: UInt64
    /// Hash of the entry before, nil for the genesis.
    package let previous: Hash?
    /// Ed25519 public key.
    package let signer: [UInt8]
    package let change: MembershipChange
    let body: [UInt8]
    let signature: [UInt8]

    /// Reads an entry and checks all that can be checked without the log and without the signature.
    package init(bytes: [UInt8]) throws(WireError) {
        guard bytes.count <= Limits.membershipEntryBytes else {
            throw .tooLarge("a membership entry of \(bytes.count) bytes")
        }
        let message = try Protobuf.message(PBMembershipEntry.self, from: bytes, named: "membership entry")
        body = [UInt8](message.body)
        signature = [UInt8](message.signature)
        guard signature.count == Self.signatureBytes else { throw .malformed("signature of a membership entry") }
        guard try Self.serialized(body: body, signature: signature) == bytes else {
            throw .malformed("a membership entry that is not in canonical form")
        }
        let content = try Protobuf.message(PBMembershipBody.self, from: body, named: "membership body")
        guard let space = SpaceID(bytes: content.space) else { throw .malformed("space id of a membership entry") }
        self.space = space
        index = content.index
        guard index < Limits.membershipEntries else { throw .tooLarge("index \(index) of a membership entry") }
        previous = Hash(bytes: content.previous)
        guard previous != nil || content.previous.isEmpty, (previous == nil) == (index == 0) else {
            throw .malformed("previous hash of a membership entry")
        }
        signer = try Self.key(content.signer, named: "signer of a membership entry")
        change = try Self.change(content.change)
        self.bytes = bytes
        hash = Hash(of: bytes)
    }

    /// Whether `signer` signed this. That the signer may do so is the log's word.
    package func verifySignature() throws(WireError) {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: signer),
            key.isValidSignature(signature, for: Self.signatureContext + body)
        else { throw .badSignature }
    }

    static func serialized(body: [UInt8], signature: [UInt8]) throws(WireError) -> [UInt8] {
        var message = PBMembershipEntry()
        message.body = Data(body)
        message.signature = Data(signature)
        return try Protobuf.bytes(of: message)
    }

    private static func change(_ change: PBMembershipBody.OneOf_Change?) throws(WireError) -> MembershipChange {
        switch change {
        case .genesis(let genesis):
            guard genesis.nonce.count == MembershipChange.Genesis.nonceBytes else {
                throw .malformed("nonce of a genesis")
            }
            return .genesis(
                .init(
                    identity: try key(genesis.identity, named: "identity of a genesis"), nonce: [UInt8](genesis.nonce),
                    device: try key(genesis.device, named: "device of a genesis"), sealed: try sealed(genesis.sealed)))
        case .ticket(let ticket):
            guard ticket.expires < expiryEnd else { throw .malformed("expiry of a ticket") }
            return .ticket(
                .init(
                    key: try key(ticket.key, named: "key of a ticket"), mayPush: ticket.mayPush,
                    expires: Int64(ticket.expires), sealed: try sealed(ticket.sealed)))
        case .enrolment(let enrolment):
            return .enrolment(
                .init(
                    device: try key(enrolment.device, named: "device of an enrolment"),
                    sealed: try sealed(enrolment.sealed)))
        case nil:
            throw .malformed("a membership entry of a kind that this version does not know: update Tidemark")
        }
    }

    private static func key(_ data: Data, named name: String) throws(WireError) -> [UInt8] {
        guard data.count == keyBytes else { throw .malformed(name) }
        return [UInt8](data)
    }

    private static func sealed(_ data: Data) throws(WireError) -> [UInt8] {
        guard sealedRange.contains(data.count) else { throw .malformed("sealed details of a membership entry") }
        return [UInt8](data)
    }
}
