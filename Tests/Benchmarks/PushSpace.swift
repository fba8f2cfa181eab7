import Crypto
import Foundation
import TidemarkCore
import TidemarkWire

/// A space with some devices in it, made without a replica.
struct PushSpace {
    private(set) var log: MembershipLog
    private(set) var devices: [Curve25519.Signing.PrivateKey]

    init(devices count: Int) throws {
        let identity = Curve25519.Signing.PrivateKey()
        let first = Curve25519.Signing.PrivateKey()
        let nonce = [UInt8](Curve25519.Signing.PrivateKey().rawRepresentation.prefix(16))
        let person = [UInt8](identity.publicKey.rawRepresentation)
        log = MembershipLog(space: SpaceID(identity: person, nonce: nonce))
        devices = [first]
        let sealed = try MemberDetails(role: .owner, person: PersonID(identity: person), deviceName: "bench")
            .sealed(secret: [UInt8](repeating: 7, count: 32), nonce: [UInt8](repeating: 3, count: 12))
        try log.append(
            MembershipEntry.genesis(identity: identity, nonce: nonce, device: Self.bytes(first), sealed: sealed).bytes)
        while devices.count < count {
            let (ticket, device) = (Curve25519.Signing.PrivateKey(), Curve25519.Signing.PrivateKey())
            try log.append(
                MembershipEntry.ticket(
                    after: log, signer: first, key: Self.bytes(ticket), mayPush: true, expires: 1 << 47,
                    sealed: sealed
                ).bytes)
            try log.append(
                MembershipEntry.enrolment(after: log, ticket: ticket, device: Self.bytes(device), sealed: sealed).bytes)
            devices.append(device)
        }
    }

    private static func bytes(_ key: Curve25519.Signing.PrivateKey) -> [UInt8] {
        [UInt8](key.publicKey.rawRepresentation)
    }

    var lanes: [PushLane] { devices.map { PushLane(space: log.space, key: $0, members: log.count) } }

    /// Has a relay carry the spaces, some at a time.
    static func register(_ spaces: [PushSpace], _ connection: RawConnection) throws {
        struct Registration: Encodable { let spaces: [[Data]] }
        for start in stride(from: 0, to: spaces.count, by: 16) {
            let logs = spaces[start..<min(start + 16, spaces.count)].map { $0.log.entries.map { Data($0) } }
            let (status, body) = try connection.post(
                "/v1/register", type: "application/json", [UInt8](JSONEncoder().encode(Registration(spaces: logs))))
            guard status == 201 else {
                throw ChildProcess.Failure(description: "\(status): \(String(decoding: body, as: UTF8.self))")
            }
        }
    }
}
