import Testing
import TidemarkCore
import TidemarkRelay
import TidemarkWire

struct RegistrationTests {
    private func register(
        _ relay: TestRelay, _ code: InviteCode?, _ spaces: [TestSpace]
    ) async -> RelayProblem.Kind? {
        await relay.kind {
            try await relay.service.register(
                invite: code?.description, logs: spaces.map(\.log.entries), now: relay.now)
        }
    }

    private func invited(_ relay: TestRelay, seed: UInt64 = 1, expires: Int64? = nil) throws -> InviteCode {
        let code = InviteCode(random: SeededBytes(seed: seed).next(InviteCode.byteCount))
        try relay.service.store.addInvite(code, note: "", expires: expires, now: relay.now)
        return code
    }

    /// A1, A2.
    @Test func anInviteRegistersOnce() async throws {
        let relay = try TestRelay { $0.registration = .invite }
        let code = try invited(relay)
        let spaces = [try TestSpace(seed: 1), try TestSpace(seed: 2)]
        #expect(await register(relay, nil, spaces) == .inviteRefused)
        #expect(await register(relay, InviteCode(random: SeededBytes(seed: 9).next(15)), spaces) == .inviteRefused)
        #expect(await register(relay, code, spaces) == nil)
        // The answer was lost: the same again, in any order, with or without the invite.
        #expect(await register(relay, code, spaces.reversed()) == nil)
        #expect(await register(relay, nil, [spaces[0]]) == nil)
        #expect(await register(relay, code, [try TestSpace(seed: 3)]) == .inviteRefused)
        #expect(await register(relay, nil, [try TestSpace(seed: 3), spaces[0]]) == .inviteRefused)
        #expect(try relay.service.store.invites(now: relay.now).map(\.state) == [.used])
    }

    /// A1.
    @Test func expiredAndRevokedInvitesAreRefused() async throws {
        let relay = try TestRelay { $0.registration = .invite }
        let expiring = try invited(relay, seed: 1, expires: relay.now + 10)
        let revoked = try invited(relay, seed: 2)
        #expect(try relay.service.store.revokeInvite(revoked.description, now: relay.now))
        #expect(try !relay.service.store.revokeInvite(revoked.description, now: relay.now))
        let byID = try invited(relay, seed: 3)
        let id = try #require(
            try relay.service.store.invites(now: relay.now).first { $0.state == .open && $0.expires == nil }?.id)
        #expect(try relay.service.store.revokeInvite(id, now: relay.now))
        relay.now += 10
        for code in [expiring, revoked, byID] {
            #expect(await register(relay, code, [try TestSpace()]) == .inviteRefused)
        }
        #expect(Set(try relay.service.store.invites(now: relay.now).map(\.state)) == [.expired, .revoked])
    }

    @Test func codesAreReadAsPeopleTypeThem() throws {
        let code = InviteCode(random: [UInt8](0..<15))
        #expect(code.description.count == 27)
        #expect(InviteCode(code.description) == code)
        #expect(InviteCode(code.description.lowercased().replacing("-", with: " ")) == code)
        #expect(InviteCode(code.description.replacing("0", with: "o").replacing("1", with: "l")) == code)
        #expect(InviteCode(String(code.description.dropLast())) == nil)
        #expect(InviteCode(code.description + "A") == nil)
        #expect(InviteCode("") == nil)
        #expect(InviteCode("ü" + code.description.dropFirst()) == nil)
    }

    @Test func anOpenRelayNeedsNoInvite() async throws {
        let relay = try TestRelay()
        #expect(await register(relay, nil, [try TestSpace()]) == nil)
    }

    /// A2.
    @Test func aSpaceBelongsToItsFirstGenesis() async throws {
        let relay = try TestRelay()
        let space = try TestSpace()
        #expect(await register(relay, nil, [space]) == nil)
        // The same identity and nonce with another first device: the same id.
        let other = try space.genesis(nonce: SeededBytes(seed: 1).next(16), device: TestKey().bytes)
        #expect(
            await relay.kind {
                try await relay.service.register(invite: nil, logs: [[other.bytes]], now: relay.now)
            } == .spaceTaken)
    }

    /// A1.
    @Test func whatCannotBeRegisteredIsNamed() async throws {
        let relay = try TestRelay()
        let space = try TestSpace()
        #expect(await register(relay, nil, []) == .malformed)
        #expect(await register(relay, nil, [space, space]) == .malformed)
        #expect(await register(relay, nil, try (1...17).map { try TestSpace(seed: $0) }) == .malformed)
        for entries in [[], [[]], [[1, 2, 3]], [try space.ticketEntry(TestKey()).bytes]] as [[[UInt8]]] {
            #expect(
                await relay.kind { try await relay.service.register(invite: nil, logs: [entries], now: relay.now) }
                    == .malformed)
        }
        #expect(await relay.kind { try await relay.sync(space, SyncRequest()) } == .unknownSpace)
        #expect(await register(relay, nil, try (1...16).map { try TestSpace(seed: $0) }) == nil)
    }

    /// A relay that lost everything takes the whole log back, so that every device can sign in at once. (A3)
    @Test func aWholeLogCanBeRegistered() async throws {
        let relay = try TestRelay()
        var space = try TestSpace()
        let phone = try space.addDevice()
        #expect(await register(relay, nil, [space]) == nil)
        #expect(try await relay.sync(space, by: phone, SyncRequest()).members == space.log.entries)
        #expect(await register(relay, nil, [space]) == nil)
    }
}
