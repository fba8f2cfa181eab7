import Testing
import TidemarkCore
import TidemarkRelay
import TidemarkWire

struct AccessTests {
    private func token(_ relay: TestRelay, _ space: TestSpace, _ key: TestKey) async throws -> String {
        let challenge = try await relay.service.challenge(space: space.id, now: relay.now)
        let signature = try DeviceChallenge(space: space.id, challenge: challenge).signature(by: key.signing)
        return try await relay.service.session(
            space: space.id, key: key.bytes, challenge: challenge, signature: signature, now: relay.now)
    }

    /// A4.
    @Test func devicesAndUnusedTicketsGetTokens() async throws {
        let relay = try TestRelay()
        var space = try TestSpace()
        let spent = TestKey()
        try space.log.append(space.ticketEntry(spent).bytes)
        try space.log.append(space.enrolmentEntry(spent, device: TestKey()).bytes)
        let ticket = TestKey()
        try space.log.append(space.ticketEntry(ticket).bytes)
        try await relay.register(space)
        let owner = try await token(relay, space, space.owner)
        #expect(try relay.service.caller(token: owner, space: space.id, now: relay.now) == .device(space.owner.bytes))
        let guest = try await token(relay, space, ticket)
        #expect(try relay.service.caller(token: guest, space: space.id, now: relay.now) == .ticket(ticket.bytes))
        #expect(await relay.kind { try await token(relay, space, spent) } == .unauthorized)
        #expect(await relay.kind { try await token(relay, space, TestKey()) } == .unauthorized)
        #expect(await relay.kind { try await token(relay, TestSpace(seed: 2), space.owner) } == .unknownSpace)
    }

    /// A5, A7.
    @Test func aTokenIsOfOneSpaceOneRelayAndOneHour() async throws {
        let relay = try TestRelay()
        let space = try TestSpace()
        try await relay.register(space)
        let token = try await token(relay, space, space.owner)
        let service = relay.service
        #expect(throws: RelayProblem.signIn()) {
            try service.caller(token: token, space: SpaceID(high: 1, low: 1), now: relay.now)
        }
        #expect(throws: RelayProblem.signIn()) {
            try service.caller(token: token, space: space.id, now: relay.now + 3_600_000)
        }
        _ = try service.caller(token: token, space: space.id, now: relay.now + 3_599_999)
        let other = try TestRelay(seed: 2)
        #expect(throws: RelayProblem.signIn()) {
            try other.service.caller(token: token, space: space.id, now: relay.now)
        }
        for broken in ["", "x", String(token.dropLast(4)), "AAAA" + token.dropFirst(4)] {
            #expect(throws: RelayProblem.signIn()) {
                try service.caller(token: broken, space: space.id, now: relay.now)
            }
        }
        // The secret is kept, so a restart signs nobody out.
        try relay.restart()
        _ = try relay.service.caller(token: token, space: space.id, now: relay.now)
    }

    /// A4.
    @Test func aChallengeLivesForAMinuteInItsSpace() async throws {
        let relay = try TestRelay()
        let space = try TestSpace()
        try await relay.register(space)
        let challenge = try await relay.service.challenge(space: space.id, now: relay.now)
        let signature = try DeviceChallenge(space: space.id, challenge: challenge).signature(by: space.owner.signing)
        func session(_ challenge: [UInt8], _ signature: [UInt8], after: Int64) async -> RelayProblem.Kind? {
            await relay.kind {
                try await relay.service.session(
                    space: space.id, key: space.owner.bytes, challenge: challenge, signature: signature,
                    now: relay.now + after)
            }
        }
        #expect(await session(challenge, signature, after: 59_999) == nil)
        #expect(await session(challenge, signature, after: 60_000) == .unauthorized)
        #expect(await session(challenge, Array(signature.reversed()), after: 0) == .unauthorized)
        #expect(await session([], signature, after: 0) == .unauthorized)
        // A challenge that the relay did not make.
        let own = [UInt8](repeating: 1, count: challenge.count)
        let signed = try DeviceChallenge(space: space.id, challenge: own).signature(by: space.owner.signing)
        #expect(await session(own, signed, after: 0) == .unauthorized)
    }

    /// A6, M7, M9.
    @Test func aTicketReadsTheMembersEnrolsAndNothingElse() async throws {
        let relay = try TestRelay()
        var space = try TestSpace()
        let ticket = TestKey()
        try space.log.append(space.ticketEntry(ticket, expires: relay.now + 1000).bytes)
        try await relay.register(space)
        let guest = RelayCaller.ticket(ticket.bytes)
        let service = relay.service
        let id = space.id
        #expect(try await service.members(space: id, by: guest, from: 0, now: relay.now).members == space.log.entries)
        #expect(
            await relay.kind { try await service.sync(space: id, by: guest, request: SyncRequest(), now: relay.now) }
                == .forbidden)
        #expect(
            await relay.kind {
                try await service.putMailbox(Hash.zero, body: [1], space: id, by: guest, now: relay.now)
            } == .forbidden)
        let otherTicket = try space.ticketEntry(TestKey()).bytes
        #expect(
            await relay.kind { try await service.appendMember(otherTicket, space: id, by: guest, now: relay.now) }
                == .forbidden)
        let phone = TestKey()
        let enrolment = try space.enrolmentEntry(ticket, device: phone).bytes
        #expect(
            await relay.kind { try await service.appendMember(enrolment, space: id, by: guest, now: relay.now + 1000) }
                == .entryRefused)
        #expect(try await service.appendMember(enrolment, space: id, by: guest, now: relay.now) == 3)
        // The answer may have been lost.
        #expect(try await service.appendMember(enrolment, space: id, by: guest, now: relay.now) == 3)
        try space.log.append(enrolment)
        // One device, not two.
        let second = try space.enrolmentEntry(ticket, device: TestKey()).bytes
        #expect(
            await relay.kind { try await service.appendMember(second, space: id, by: guest, now: relay.now) }
                == .entryRefused)
        #expect(try await relay.sync(space, by: phone, SyncRequest()).members == space.log.entries)
        let batch = try TestBatch(id, by: phone, 1...1)
        #expect(try await relay.push(space, by: phone, batch) == [.stored])
    }

    /// M9, A5.
    @Test func oneOfTwoEntriesForOnePlaceWins() async throws {
        let relay = try TestRelay()
        let space = try TestSpace()
        try await relay.register(space)
        let owner = RelayCaller.device(space.owner.bytes)
        let first = try space.ticketEntry(TestKey()).bytes
        let second = try space.ticketEntry(TestKey()).bytes
        #expect(try await relay.service.appendMember(first, space: space.id, by: owner, now: relay.now) == 2)
        do {
            _ = try await relay.service.appendMember(second, space: space.id, by: owner, now: relay.now)
            Issue.record("both were taken")
        } catch let problem as RelayProblem {
            #expect(problem.kind == .indexTaken)
            #expect(problem.extensions["count"] == 2)
        }
        #expect(
            await relay.kind { try await relay.service.appendMember([1], space: space.id, by: owner, now: relay.now) }
                == .entryRefused)
        #expect(
            await relay.kind {
                try await relay.service.members(
                    space: space.id, by: .device(TestKey().bytes), from: 0, now: relay.now)
            } == .unauthorized)
    }

    /// A8.
    @Test func mailboxesAreBoundedAndForgotten() async throws {
        let relay = try TestRelay()
        let space = try TestSpace()
        let other = try TestSpace(seed: 2)
        try await relay.register(space)
        try await relay.register(other)
        let service = relay.service
        func put(_ space: TestSpace, _ number: UInt8, _ body: [UInt8] = [1]) async -> RelayProblem.Kind? {
            await relay.kind {
                try await service.putMailbox(
                    Hash(of: [number]), body: body, space: space.id, by: .device(space.owner.bytes), now: relay.now)
            }
        }
        #expect(await put(space, 0, [1, 2]) == nil)
        #expect(try await service.mailbox(Hash(of: [0]), now: relay.now) == [1, 2])
        #expect(await put(space, 0, [3]) == nil)
        #expect(try await service.mailbox(Hash(of: [0]), now: relay.now) == [3])
        #expect(await put(other, 0) == .mailboxTaken)
        #expect(await put(space, 1, [UInt8](repeating: 0, count: 65_537)) == .tooLarge)
        #expect(await put(space, 1, []) == .tooLarge)
        #expect(await relay.kind { try await service.mailbox(Hash(of: [1]), now: relay.now) } == .notFound)
        for number in 1...31 { #expect(await put(space, UInt8(number)) == nil) }
        #expect(await put(space, 32) == .mailboxesFull)
        #expect(await put(space, 31) == nil)
        #expect(await put(other, 32) == nil)
        relay.now += 600_000
        #expect(await relay.kind { try await service.mailbox(Hash(of: [0]), now: relay.now) } == .notFound)
        #expect(await put(space, 32) == nil)
    }
}
