package import Crypto
import Foundation
import TidemarkCore

/// Making entries. Each throws what reading the entry back throws, so no entry leaves that others would refuse for its
/// shape; the rules of the log are checked by `MembershipLog.append`.
extension MembershipEntry {
    /// The first entry, which makes the space `SpaceID(identity:nonce:)`.
    ///
    /// - Parameters:
    ///   - nonce: 16 random bytes.
    ///   - device: Ed25519 public key of the first device.
    ///   - sealed: from `MemberDetails.sealed(secret:nonce:)`.
    package static func genesis(
        identity: Curve25519.Signing.PrivateKey, nonce: [UInt8], device: [UInt8], sealed: [UInt8]
    ) throws(WireError) -> MembershipEntry {
        let publicKey = [UInt8](identity.publicKey.rawRepresentation)
        var genesis = PBGenesis()
        genesis.identity = Data(publicKey)
        genesis.nonce = Data(nonce)
        genesis.device = Data(device)
        genesis.sealed = Data(sealed)
        let log = MembershipLog(space: SpaceID(identity: publicKey, nonce: nonce))
        return try signed(.genesis(genesis), by: identity, after: log)
    }

    /// Allows whoever holds the private half of `key` to enrol one device until `expires`.
    ///
    /// - Parameters:
    ///   - signer: a device that may push.
    ///   - key: Ed25519 public key made for this ticket alone.
    ///   - expires: milliseconds since 1970.
    package static func ticket(
        after log: MembershipLog, signer: Curve25519.Signing.PrivateKey, key: [UInt8], mayPush: Bool, expires: Int64,
        sealed: [UInt8]
    ) throws(WireError) -> MembershipEntry {
        guard let expires = UInt64(exactly: expires) else { throw .malformed("expiry of a ticket") }
        var ticket = PBTicket()
        ticket.key = Data(key)
        ticket.mayPush = mayPush
        ticket.expires = expires
        ticket.sealed = Data(sealed)
        return try signed(.ticket(ticket), by: signer, after: log)
    }

    /// Enrols a device and spends the ticket.
    ///
    /// - Parameters:
    ///   - ticket: the private half of the ticket's key.
    ///   - device: Ed25519 public key of the joining device.
    package static func enrolment(
        after log: MembershipLog, ticket: Curve25519.Signing.PrivateKey, device: [UInt8], sealed: [UInt8]
    ) throws(WireError) -> MembershipEntry {
        var enrolment = PBEnrolment()
        enrolment.device = Data(device)
        enrolment.sealed = Data(sealed)
        return try signed(.enrolment(enrolment), by: ticket, after: log)
    }

    private static func signed(
        _ change: PBMembershipBody.OneOf_Change, by signer: Curve25519.Signing.PrivateKey, after log: MembershipLog
    ) throws(WireError) -> MembershipEntry {
        var body = PBMembershipBody()
        body.space = Data(log.space.bytes)
        body.index = log.count
        body.previous = Data(log.head?.bytes ?? [])
        body.signer = signer.publicKey.rawRepresentation
        body.change = change
        let bodyBytes = try Protobuf.bytes(of: body)
        guard let signature = try? signer.signature(for: signatureContext + bodyBytes) else {
            throw .malformed("the key that was to sign a membership entry")
        }
        return try MembershipEntry(bytes: serialized(body: bodyBytes, signature: [UInt8](signature)))
    }
}
