import Crypto
import Foundation
package import TidemarkCore

/// What members, and no relay, know of a member.
package struct MemberDetails: Hashable, Sendable {
    package var role: MemberRole
    package var person: PersonID
    /// What people call the device, at most 200 bytes of UTF-8.
    package var deviceName: String

    /// The nonce that `sealed` takes: that of ChaCha20-Poly1305 (RFC 8439).
    package static let nonceBytes = 12
    private static let tagBytes = 16
    /// Room for any name that fits on a screen, and far below the limit of an entry.
    package static let deviceNameBytes = 200
    /// Plaintexts are filled up to a multiple of this, so that their size says little about the name.
    private static let block = 64
    private static let keyInfo = [UInt8]("tidemark member 0".utf8)

    package init(role: MemberRole, person: PersonID, deviceName: String) {
        self.role = role
        self.person = person
        self.deviceName = deviceName
    }

    /// Whether a device whose ticket gave `ticket` may give these: the same role and person, under any device name.
    package func agrees(withTicket ticket: MemberDetails) -> Bool { role == ticket.role && person == ticket.person }

    /// - Parameters:
    ///   - secret: the space secret.
    ///   - nonce: 12 random bytes, never used twice under one secret.
    /// - Returns: nonce, ciphertext, tag.
    package func sealed(secret: [UInt8], nonce: [UInt8]) throws(WireError) -> [UInt8] {
        guard deviceName.utf8.count <= Self.deviceNameBytes else { throw .tooLarge("a device name") }
        var message = PBMemberDetails()
        message.role = role.rawValue
        message.person = Data(person.bytes)
        message.deviceName = deviceName
        // ISO/IEC 7816-4 padding: one 0x80, then zeros.
        var plain = try Protobuf.bytes(of: message) + [0x80]
        plain += [UInt8](repeating: 0, count: (Self.block - plain.count % Self.block) % Self.block)
        guard let nonce = try? ChaChaPoly.Nonce(data: nonce),
            let box = try? ChaChaPoly.seal(plain, using: Self.key(secret), nonce: nonce)
        else { throw .malformed("nonce of member details") }
        return [UInt8](box.combined)
    }

    /// - Throws: `WireError.cannotOpen` when the secret is not the one that they were sealed with.
    package init(sealed: [UInt8], secret: [UInt8]) throws(WireError) {
        guard sealed.count > Self.nonceBytes + Self.tagBytes else { throw .malformed("sealed member details") }
        guard let box = try? ChaChaPoly.SealedBox(combined: sealed),
            let plain = try? ChaChaPoly.open(box, using: Self.key(secret))
        else { throw .cannotOpen(epoch: 0) }
        guard let end = plain.lastIndex(where: { $0 != 0 }), plain[end] == 0x80 else {
            throw .malformed("padding of member details")
        }
        let message = try Protobuf.message(
            PBMemberDetails.self, from: [UInt8](plain[..<end]), named: "member details")
        guard let role = MemberRole(rawValue: message.role) else {
            throw .malformed("a role that this version does not know: update Tidemark")
        }
        guard let person = PersonID(bytes: message.person) else { throw .malformed("person of member details") }
        guard message.deviceName.utf8.count <= Self.deviceNameBytes else { throw .tooLarge("a device name") }
        self.init(role: role, person: person, deviceName: message.deviceName)
    }

    private static func key(_ secret: [UInt8]) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: secret), info: keyInfo, outputByteCount: MembershipEntry.keyBytes)
    }
}
