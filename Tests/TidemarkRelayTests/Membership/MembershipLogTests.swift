import Crypto
import Testing
import TidemarkCore
import TidemarkWire

struct MembershipLogTests {
    /// The nonce that `TestSpace` makes its space with.
    private let nonce = SeededBytes(seed: 1).next(16)

    /// M3, M5, M6.
    @Test func aSpaceGrowsByTicketsAndEnrolments() throws {
        var space = try TestSpace()
        let phone = try space.addDevice()
        let reader = try space.addDevice(mayPush: false)
        space.log.invariantCheck()
        #expect(space.log.count == 5)
        #expect(space.log.device(space.owner.bytes)?.mayPush == true)
        #expect(space.log.device(phone.bytes)?.mayPush == true)
        #expect(space.log.device(reader.bytes)?.mayPush == false)
        #expect(space.log.devices.map(\.index) == [0, 2, 4])
        #expect(space.log.identity == space.identity.bytes)
        #expect(try MembershipLog(space: space.id, entries: space.log.entries) == space.log)
        #expect(try MembershipLog(space: space.id, trusting: space.log.entries) == space.log)
    }

    /// M1, M4.
    @Test func genesisMakesTheSpaceThatItIsIn() throws {
        let space = try TestSpace()
        let entry = try space.genesis(nonce: nonce)
        var other = MembershipLog(space: SpaceID(high: 1, low: 2))
        #expect(throws: WireError.self) { try other.append(entry.bytes) }
        // Signed by somebody else's identity, for this space's id.
        let stranger = TestKey()
        let forged = try Forgery.entry(
            space: space.id, index: 0, previous: nil, signer: stranger,
            change: .genesis(identity: stranger.bytes, nonce: nonce, device: stranger.bytes))
        var log = MembershipLog(space: space.id)
        #expect(throws: WireError.malformed("a genesis whose identity and nonce do not make this space")) {
            try log.append(forged.bytes)
        }
        let unsigned = try Forgery.entry(
            space: space.id, index: 0, previous: nil, signer: stranger,
            change: .genesis(identity: space.identity.bytes, nonce: nonce, device: stranger.bytes))
        #expect(throws: WireError.malformed("a genesis that its identity did not sign")) {
            try log.append(unsigned.bytes)
        }
        #expect(log == MembershipLog(space: space.id))
        try log.append(entry.bytes)
    }

    /// M4.
    @Test func aSecondGenesisIsRefused() throws {
        var space = try TestSpace()
        let second = try Forgery.entry(
            space: space.id, index: 1, previous: space.log.head, signer: space.identity,
            change: .genesis(identity: space.identity.bytes, nonce: nonce, device: TestKey().bytes))
        #expect(throws: WireError.malformed("a second genesis")) { try space.log.append(second.bytes) }
    }

    /// M3.
    @Test func indexAndPreviousHashAreHeld() throws {
        var space = try TestSpace()
        let first = try space.ticketEntry(TestKey())
        let second = try space.ticketEntry(TestKey())
        try space.log.append(first.bytes)
        let before = space.log
        #expect(throws: WireError.malformed("membership entry 1, where 2 is next")) {
            try space.log.append(second.bytes)
        }
        let detached = try Forgery.entry(
            space: space.id, index: 2, previous: Hash.zero, signer: space.owner,
            change: .ticket(key: TestKey().bytes, expires: 1))
        #expect(throws: WireError.malformed("a membership entry that follows another log")) {
            try space.log.append(detached.bytes)
        }
        let elsewhere = try Forgery.entry(
            space: SpaceID(high: 9, low: 9), index: 2, previous: space.log.head, signer: space.owner,
            change: .ticket(key: TestKey().bytes, expires: 1))
        #expect(throws: WireError.malformed("a membership entry of another space")) {
            try space.log.append(elsewhere.bytes)
        }
        #expect(space.log == before)
    }

    /// M5.
    @Test func onlyDevicesThatMayPushIssueTickets() throws {
        var space = try TestSpace()
        let reader = try space.addDevice(mayPush: false)
        for signer in [reader, TestKey(), space.identity] {
            let entry = try space.ticketEntry(TestKey(), signer: signer)
            #expect(throws: WireError.malformed("a ticket by a device that may not invite")) {
                try space.log.append(entry.bytes)
            }
        }
        let phone = try space.addDevice()
        try space.log.append(space.ticketEntry(TestKey(), signer: phone).bytes)
    }

    /// M5, M6.
    @Test func keysAreNeverUsedTwice() throws {
        var space = try TestSpace()
        let ticket = TestKey()
        try space.log.append(space.ticketEntry(ticket).bytes)
        for key in [ticket, space.owner] {
            let entry = try space.ticketEntry(key)
            #expect(throws: WireError.malformed("a ticket with a key that is in use")) {
                try space.log.append(entry.bytes)
            }
        }
        for device in [ticket, space.owner] {
            let entry = try space.enrolmentEntry(ticket, device: device)
            #expect(throws: WireError.malformed("an enrolment of a key that is in use")) {
                try space.log.append(entry.bytes)
            }
        }
    }

    /// M6.
    @Test func aTicketEnrolsOneDevice() throws {
        var space = try TestSpace()
        let ticket = TestKey()
        let withoutTicket = try space.enrolmentEntry(ticket, device: TestKey())
        #expect(throws: WireError.malformed("an enrolment without a ticket")) {
            try space.log.append(withoutTicket.bytes)
        }
        try space.log.append(space.ticketEntry(ticket).bytes)
        try space.log.append(space.enrolmentEntry(ticket, device: TestKey()).bytes)
        #expect(space.log.ticket(ticket.bytes)?.spentAt == 2)
        let again = try space.enrolmentEntry(ticket, device: TestKey())
        #expect(throws: WireError.malformed("an enrolment by a ticket that was used before")) {
            try space.log.append(again.bytes)
        }
    }

    /// M7.
    @Test func ticketsExpireWhereTimeIsKnown() throws {
        var space = try TestSpace()
        let ticket = TestKey()
        try space.log.append(space.ticketEntry(ticket, expires: 1000).bytes)
        let entry = try space.enrolmentEntry(ticket, device: TestKey())
        #expect(throws: WireError.malformed("an enrolment by a ticket that has expired")) {
            try space.log.append(entry.bytes, now: 1000)
        }
        var elsewhere = space.log
        try elsewhere.append(entry.bytes)
        try space.log.append(entry.bytes, now: 999)
        #expect(elsewhere == space.log)
    }

    /// M2.
    @Test func signaturesAreChecked() throws {
        var space = try TestSpace()
        let entry = try space.ticketEntry(TestKey())
        for position in [entry.bytes.count - 1, entry.bytes.count - 40] {
            var bytes = entry.bytes
            bytes[position] ^= 1
            #expect(throws: WireError.badSignature) { try space.log.append(bytes) }
        }
        try space.log.append(entry.bytes)
    }

    /// A field that nobody signed would change the hash that the next entry names. (M2)
    @Test func unsignedAdditionsAreRefused() throws {
        var space = try TestSpace()
        let entry = try space.ticketEntry(TestKey())
        let bytes = entry.bytes + [0x1A, 1, 0]  // field 3, one byte
        #expect(throws: WireError.malformed("a membership entry that is not in canonical form")) {
            try space.log.append(bytes)
        }
    }

    @Test func brokenBytesAreRefused() throws {
        let entry = try TestSpace().ticketEntry(TestKey())
        for count in 0..<entry.bytes.count {
            #expect(throws: WireError.self) { try MembershipEntry(bytes: Array(entry.bytes.prefix(count))) }
        }
        #expect(throws: WireError.tooLarge("a membership entry of 4097 bytes")) {
            try MembershipEntry(bytes: [UInt8](repeating: 0, count: 4097))
        }
    }

    /// M8.
    @Test func detailsOpenUnderTheSecretOnly() throws {
        let space = try TestSpace()
        let details = MemberDetails(
            role: .voter, person: PersonID(identity: space.identity.bytes), deviceName: "Ångström")
        let sealed = try details.sealed(secret: space.secret, nonce: [UInt8](repeating: 9, count: 12))
        #expect(try MemberDetails(sealed: sealed, secret: space.secret) == details)
        #expect(throws: WireError.cannotOpen(epoch: 0)) {
            try MemberDetails(sealed: sealed, secret: [UInt8](repeating: 8, count: 32))
        }
        var shorter = details
        shorter.deviceName = "A"
        #expect(try shorter.sealed(secret: space.secret, nonce: [UInt8](repeating: 9, count: 12)).count == sealed.count)
        var longest = details
        longest.deviceName = String(repeating: "x", count: 200)
        let large = try longest.sealed(secret: space.secret, nonce: [UInt8](repeating: 9, count: 12))
        #expect(try MemberDetails(sealed: large, secret: space.secret) == longest)
        longest.deviceName += "x"
        #expect(throws: WireError.tooLarge("a device name")) {
            try longest.sealed(secret: space.secret, nonce: [UInt8](repeating: 9, count: 12))
        }
        #expect(!details.agrees(withTicket: MemberDetails(role: .owner, person: details.person, deviceName: "")))
        #expect(details.agrees(withTicket: MemberDetails(role: .voter, person: details.person, deviceName: "")))
    }

    /// A4.
    @Test func aChallengeIsBoundToItsSpace() throws {
        let key = TestKey()
        let challenge = DeviceChallenge(space: SpaceID(high: 1, low: 2), challenge: [1, 2, 3])
        let signature = try challenge.signature(by: key.signing)
        #expect(challenge.isSigned(signature, by: key.bytes))
        #expect(!challenge.isSigned(signature, by: TestKey().bytes))
        #expect(!challenge.isSigned(signature, by: []))
        #expect(
            !DeviceChallenge(space: SpaceID(high: 1, low: 3), challenge: [1, 2, 3]).isSigned(signature, by: key.bytes))
    }
}
