import Testing
import TidemarkCore
import TidemarkRelay
import TidemarkWire

struct PushTests {
    /// S1, S2.2.
    @Test func aBatchIsStoredOnceAndAcknowledgedAlways() async throws {
        let relay = try TestRelay()
        let space = try TestSpace()
        try await relay.register(space)
        let batch = try TestBatch(space.id, by: space.owner, 1...5)
        #expect(try await relay.push(space, batch) == [.stored])
        #expect(try await relay.push(space, batch) == [.already])
        #expect(try await relay.push(space, batch, batch) == [.already, .already])
        let answer = try await relay.sync(space, SyncRequest())
        #expect(answer.log == [.batch(batch.bytes)])
        #expect(answer.cursor?.position == 1)
        #expect(answer.vector.last(batch.header.writer) == 5)
        #expect(answer.relayTime == relay.now)
        #expect(answer.members == space.log.entries)
    }

    @Test func aChainGoesInOneRequest() async throws {
        let relay = try TestRelay()
        let space = try TestSpace()
        try await relay.register(space)
        let chain = try TestBatch.chain(3, space.id, by: space.owner)
        #expect(try await relay.push(space, chain[0], chain[1], chain[2]) == [.stored, .stored, .stored])
    }

    /// A cloned device: another batch under the same number. (S2.4)
    @Test func anotherBatchUnderTheSameNumberIsAConflict() async throws {
        let relay = try TestRelay()
        let space = try TestSpace()
        try await relay.register(space)
        let first = try TestBatch(space.id, by: space.owner, 1...5)
        let second = try TestBatch(space.id, by: space.owner, 6...9, after: first.hash)
        #expect(try await relay.push(space, first, second) == [.stored, .stored])
        for (range, stored) in [(1...5, first), (1...7, first), (3...9, first), (6...6, second), (8...20, second)]
            as [(ClosedRange<UInt64>, TestBatch)]
        {
            let clone = try TestBatch(
                space.id, by: space.owner, range, after: range.lowerBound == 1 ? nil : first.hash, seed: 99)
            #expect(try await relay.push(space, clone) == [.conflict(stored: stored.hash)], "\(range)")
        }
        #expect(try await relay.sync(space, SyncRequest()).log.count == 2)
    }

    /// S2.5, S3.
    @Test func aHoleInTheChainIsAGap() async throws {
        let relay = try TestRelay()
        let space = try TestSpace()
        try await relay.register(space)
        let chain = try TestBatch.chain(3, space.id, by: space.owner)
        #expect(try await relay.push(space, chain[1]) == [.gap])
        #expect(try await relay.push(space, chain[0], chain[2], chain[1]) == [.stored, .gap, .stored])
        // The number fits, the batch before it does not: the writer forked further down.
        let fork = try TestBatch(space.id, by: space.owner, 3...3, after: chain[0].hash)
        #expect(try await relay.push(space, fork) == [.gap])
        // The batch before it fits, the number does not.
        let leap = try TestBatch(space.id, by: space.owner, 4...4, after: chain[1].hash)
        #expect(try await relay.push(space, leap) == [.gap])
        #expect(try await relay.push(space, chain[2]) == [.stored])
    }

    /// S2.7.
    @Test func stampsAheadOfTheRelayAreRefused() async throws {
        let relay = try TestRelay()
        let space = try TestSpace()
        try await relay.register(space)
        let minute = UInt64(relay.now / 60_000)
        relay.now = Int64(minute) * 60_000
        let late = try TestBatch(space.id, by: space.owner, 1...1, minute: minute + 7)
        #expect(try await relay.push(space, late) == [.ahead])
        // Rounded up by the writer: the stamp may be just 5 minutes ahead.
        let fine = try TestBatch(space.id, by: space.owner, 1...1, minute: minute + 6)
        #expect(try await relay.push(space, fine) == [.stored])
    }

    /// A batch that is stored is acknowledged whatever the clocks say by now. (S2.2, S2.6)
    @Test func rule19WhatIsStoredIsAcknowledgedBeforeTheClockIsAsked() async throws {
        let relay = try TestRelay()
        let space = try TestSpace()
        try await relay.register(space)
        let minute = UInt64(relay.now / 60_000)
        let batch = try TestBatch(space.id, by: space.owner, 1...1, minute: minute)
        let next = try TestBatch(space.id, by: space.owner, 2...2, after: batch.hash, minute: 1)
        #expect(try await relay.push(space, batch) == [.stored])
        relay.now -= 5 * 60_000
        #expect(try await relay.push(space, batch) == [.already])
        // A relay that woke up in 1970 takes nothing new.
        relay.now = 1000
        #expect(try await relay.push(space, batch, next) == [.already, .clockBehind])
    }

    /// S2.6.
    @Test func aClockALittleBehindIsForgiven() async throws {
        let relay = try TestRelay()
        let space = try TestSpace()
        try await relay.register(space)
        let chain = try TestBatch.chain(3, space.id, by: space.owner)
        #expect(try await relay.push(space, chain[0]) == [.stored])
        relay.now -= 5 * 60_000
        #expect(try await relay.push(space, chain[1]) == [.stored])
        relay.now -= 1
        #expect(try await relay.push(space, chain[2]) == [.clockBehind])
    }

    /// S2.3, S4.
    @Test func onlyMembersWhoMayPushAreStored() async throws {
        let relay = try TestRelay()
        var space = try TestSpace()
        let phone = try space.addDevice()
        let reader = try space.addDevice(mayPush: false)
        try await relay.register(space)
        let stranger = TestKey()
        let notMember = "the batch is signed by no member of the space who may push"
        let byStranger = try TestBatch(space.id, by: stranger, 1...1)
        #expect(try await relay.push(space, byStranger) == [.invalid(reason: notMember)])
        let byReader = try TestBatch(space.id, by: reader, 1...1)
        #expect(try await relay.push(space, byReader) == [.invalid(reason: notMember)])
        let forged = try TestBatch(space.id, by: phone, 1...1, signer: stranger)
        #expect(try await relay.push(space, forged) == [.invalid(reason: "the signature does not match")])
        let elsewhere = try TestBatch(SpaceID(high: 5, low: 5), by: phone, 1...1)
        #expect(try await relay.push(space, elsewhere) == [.invalid(reason: "the batch is of another space")])
        // Anybody who may read carries anybody's batches.
        let byPhone = try TestBatch(space.id, by: phone, 1...1)
        #expect(try await relay.push(space, by: reader, byPhone) == [.stored])
        // Nobody else gets in at all.
        #expect(await relay.kind { try await relay.push(space, by: stranger, byPhone) } == .unauthorized)
    }

    /// S2.1, S3.
    @Test func brokenBatchesAreInvalidAndStopNothing() async throws {
        let relay = try TestRelay()
        let space = try TestSpace()
        try await relay.register(space)
        let batch = try TestBatch(space.id, by: space.owner, 1...1)
        let request = SyncRequest(batches: [[], [1, 2, 3], Array(batch.bytes.dropLast()), batch.bytes])
        let results = try await relay.sync(space, request).results
        #expect(results.count == 4)
        for result in results.prefix(3) {
            guard case .invalid = result else {
                Issue.record("\(result)")
                continue
            }
        }
        #expect(results.last == .stored)
    }

    /// S2.8.
    @Test func aFullSpaceTakesNothingMore() async throws {
        let space = try TestSpace()
        let chain = try TestBatch.chain(2, space.id, by: space.owner)
        let relay = try TestRelay { $0.spaceBytes = Int64(chain[0].bytes.count + chain[1].bytes.count - 1) }
        try await relay.register(space)
        #expect(try await relay.push(space, chain[0], chain[1]) == [.stored, .quota])
        #expect(try await relay.push(space, chain[0]) == [.already])
        relay.settings.spaceBytes += 1
        try relay.restart()
        #expect(try await relay.push(space, chain[1]) == [.stored])
    }

    @Test func writersDoNotShareNumbers() async throws {
        let relay = try TestRelay()
        let space = try TestSpace()
        try await relay.register(space)
        let first = try TestBatch(space.id, by: space.owner, 1...4)
        let second = try TestBatch(space.id, by: space.owner, incarnation: 1, 1...2)
        #expect(try await relay.push(space, first, second) == [.stored, .stored])
        let vector = try await relay.sync(space, SyncRequest()).vector
        #expect(vector.last(first.header.writer) == 4)
        #expect(vector.last(second.header.writer) == 2)
    }
}
