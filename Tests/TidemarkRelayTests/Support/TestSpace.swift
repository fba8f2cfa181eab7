import Crypto
import TidemarkCore
import TidemarkWire

/// A space with its owner's first device, made by hand.
struct TestSpace {
    static let farFuture: Int64 = 1 << 47
    let secret = [UInt8](repeating: 7, count: 32)
    let identity = TestKey()
    let owner = TestKey()
    var log: MembershipLog

    init(seed: UInt64 = 1) throws {
        let nonce = SeededBytes(seed: seed).next(16)
        log = MembershipLog(space: SpaceID(identity: identity.bytes, nonce: nonce))
        try log.append(genesis(nonce: nonce).bytes)
    }

    var id: SpaceID { log.space }

    func genesis(nonce: [UInt8], device: [UInt8]? = nil) throws -> MembershipEntry {
        try .genesis(
            identity: identity.signing, nonce: nonce, device: device ?? owner.bytes, sealed: sealed(.owner, "laptop"))
    }

    func sealed(_ role: MemberRole, _ name: String) throws -> [UInt8] {
        try MemberDetails(role: role, person: PersonID(identity: identity.bytes), deviceName: name)
            .sealed(secret: secret, nonce: [UInt8](repeating: 3, count: 12))
    }

    func ticketEntry(
        _ key: TestKey, signer: TestKey? = nil, mayPush: Bool = true, expires: Int64 = farFuture
    ) throws -> MembershipEntry {
        try .ticket(
            after: log, signer: (signer ?? owner).signing, key: key.bytes, mayPush: mayPush, expires: expires,
            sealed: sealed(.curator, "ticket"))
    }

    func enrolmentEntry(_ ticket: TestKey, device: TestKey) throws -> MembershipEntry {
        try .enrolment(after: log, ticket: ticket.signing, device: device.bytes, sealed: sealed(.curator, "phone"))
    }

    /// Adds a device by ticket and enrolment.
    mutating func addDevice(mayPush: Bool = true) throws -> TestKey {
        let ticket = TestKey()
        let device = TestKey()
        try log.append(ticketEntry(ticket, mayPush: mayPush).bytes)
        try log.append(enrolmentEntry(ticket, device: device).bytes)
        return device
    }
}
