import Foundation
import Testing
import TidemarkCore
import TidemarkRelay
import TidemarkWire

struct PullTests {
    /// S5.
    @Test func aCursorGoesOnWhereItStood() async throws {
        let relay = try TestRelay()
        let space = try TestSpace()
        try await relay.register(space)
        let chain = try TestBatch.chain(3, space.id, by: space.owner)
        _ = try await relay.push(space, chain[0], chain[1])
        let cursor = try await relay.sync(space, SyncRequest()).cursor
        var running = Hash.zero
        for batch in chain.prefix(2) { running = SyncCursor.running(running, adding: batch.hash) }
        #expect(cursor?.running == running)
        #expect(cursor?.position == 2)
        #expect(try await relay.sync(space, SyncRequest(cursor: cursor)).log.isEmpty)
        _ = try await relay.push(space, chain[2])
        let answer = try await relay.sync(space, SyncRequest(cursor: cursor))
        #expect(answer.log == [.batch(chain[2].bytes)])
        #expect(!answer.more)
        #expect(!answer.cursorRefused)
    }

    /// What the client sent or has is named, not sent back. (S8)
    @Test func heldBatchesAreAnsweredByHash() async throws {
        let relay = try TestRelay()
        let space = try TestSpace()
        try await relay.register(space)
        let chain = try TestBatch.chain(4, space.id, by: space.owner)
        _ = try await relay.push(space, chain[0], chain[1])
        var vector = VersionVector()
        vector.insert(1...1, of: chain[0].header.writer)
        let request = SyncRequest(vector: vector, batches: [chain[2].bytes, chain[3].bytes])
        let answer = try await relay.sync(space, request)
        #expect(
            answer.log == [.held(chain[0].hash), .batch(chain[1].bytes), .held(chain[2].hash), .held(chain[3].hash)])
        // Named again when the answer was lost and the same bytes come once more.
        let again = try await relay.sync(space, request)
        #expect(again.results == [.already, .already])
        #expect(again.log == answer.log)
    }

    /// S8.
    @Test func aBatchCoveredInPartIsSent() async throws {
        let relay = try TestRelay()
        let space = try TestSpace()
        try await relay.register(space)
        let batch = try TestBatch(space.id, by: space.owner, 1...4)
        _ = try await relay.push(space, batch)
        var vector = VersionVector()
        vector.insert(1...3, of: batch.header.writer)
        #expect(try await relay.sync(space, SyncRequest(vector: vector)).log == [.batch(batch.bytes)])
        vector.insert(5...5, of: batch.header.writer)
        #expect(try await relay.sync(space, SyncRequest(vector: vector)).log == [.batch(batch.bytes)])
        vector.insert(4...4, of: batch.header.writer)
        #expect(try await relay.sync(space, SyncRequest(vector: vector)).log == [.held(batch.hash)])
    }

    /// S8.
    @Test func pagesFollowOneAnother() async throws {
        let relay = try TestRelay()
        let space = try TestSpace()
        try await relay.register(space)
        let chain = try TestBatch.chain(600, space.id, by: space.owner)
        #expect(try await relay.sync(space, SyncRequest(batches: chain.map(\.bytes))).results.allSatisfy(\.isDurable))
        var log: [LogEntry] = []
        var cursor: SyncCursor?
        var sizes: [Int] = []
        while true {
            let answer = try await relay.sync(space, SyncRequest(cursor: cursor))
            log += answer.log
            sizes.append(answer.log.count)
            cursor = answer.cursor
            if !answer.more { break }
        }
        #expect(sizes == [256, 256, 88])
        #expect(log == chain.map { .batch($0.bytes) })
        // Named only, they all fit.
        let vector = try await relay.sync(space, SyncRequest()).vector
        #expect(try await relay.sync(space, SyncRequest(vector: vector)).log.count == 600)
    }

    /// S8.
    @Test func pagesAreBoundedInBytes() async throws {
        let relay = try TestRelay()
        let space = try TestSpace()
        try await relay.register(space)
        let chain = try TestBatch.chain(7, space.id, by: space.owner, size: 1_000_000)
        _ = try await relay.push(space, chain[0], chain[1], chain[2], chain[3])
        _ = try await relay.push(space, chain[4], chain[5], chain[6])
        let first = try await relay.sync(space, SyncRequest())
        #expect(first.log.count == 4)
        #expect(first.more)
        let second = try await relay.sync(space, SyncRequest(cursor: first.cursor))
        #expect(second.log == chain.suffix(3).map { .batch($0.bytes) })
    }

    /// S6.
    @Test func aCursorOfAnotherLogIsRefused() async throws {
        let relay = try TestRelay()
        let space = try TestSpace()
        try await relay.register(space)
        let chain = try TestBatch.chain(3, space.id, by: space.owner)
        _ = try await relay.push(space, chain[0], chain[1])
        let good = try #require(try await relay.sync(space, SyncRequest()).cursor)
        var wrong = [good, good, good, good]
        wrong[0].epoch[0] ^= 1
        wrong[1].running = .zero
        wrong[2].position = 3
        wrong[3].position = 1
        wrong.append(SyncCursor(epoch: good.epoch, position: 0, running: good.running))
        for cursor in wrong {
            let answer = try await relay.sync(space, SyncRequest(cursor: cursor))
            #expect(answer.cursorRefused)
            #expect(answer.log.isEmpty)
            #expect(answer.cursor == nil)
            #expect(answer.vector.last(chain[0].header.writer) == 2)
        }
        // What was pushed along is stored all the same.
        let answer = try await relay.sync(space, SyncRequest(cursor: wrong[0], batches: [chain[2].bytes]))
        #expect(answer.results == [.stored])
        #expect(answer.vector.last(chain[0].header.writer) == 3)
        #expect(try await !relay.sync(space, SyncRequest(cursor: good)).cursorRefused)
    }

    /// A relay that was rolled back and has grown again has the same numbers. (S6, S7)
    @Test func rule21ARelayRolledBackAndGrownAgainRefusesTheCursor() async throws {
        let relay = try TestRelay()
        let space = try TestSpace()
        try await relay.register(space)
        let chain = try TestBatch.chain(2, space.id, by: space.owner)
        _ = try await relay.push(space, chain[0])
        relay.service.close()
        let file = relay.url.appending(path: "spaces/\(space.id).sqlite")
        let backup = relay.url.appending(path: "backup")
        try FileManager.default.copyItem(at: file, to: backup)
        try relay.restart()
        _ = try await relay.push(space, chain[1])
        let cursor = try await relay.sync(space, SyncRequest()).cursor
        relay.service.close()
        try FileManager.default.removeItem(at: file)
        try FileManager.default.moveItem(at: backup, to: file)
        try relay.restart()
        let other = try TestBatch(space.id, by: space.owner, incarnation: 1, 1...1)
        #expect(try await relay.push(space, other) == [.stored])
        #expect(try await relay.sync(space, SyncRequest(cursor: cursor)).cursorRefused)
    }

    @Test func membersComeAfterThoseHeld() async throws {
        let relay = try TestRelay()
        var space = try TestSpace()
        _ = try space.addDevice()
        try await relay.register(space)
        #expect(try await relay.sync(space, SyncRequest(members: 1)).members == Array(space.log.entries.dropFirst()))
        #expect(try await relay.sync(space, SyncRequest(members: 3)).members == [])
        #expect(try await relay.sync(space, SyncRequest(members: .max)).members == [])
    }

    /// A relay that lost its newest entries is filled again by whoever has them. (S9)
    @Test func lostMembershipEntriesAreTakenBack() async throws {
        let relay = try TestRelay()
        var space = try TestSpace()
        try await relay.register(space)
        let phone = try space.addDevice()
        let reader = try space.addDevice(mayPush: false)
        let entries = Array(space.log.entries.dropFirst())
        #expect(
            await relay.kind { try await relay.sync(space, by: phone, SyncRequest(entries: entries)) } == .unauthorized)
        // Entries that do not fit are left; the batches beside them are not.
        let batch = try TestBatch(space.id, by: space.owner, 1...1)
        let odd = try await relay.sync(
            space, SyncRequest(batches: [batch.bytes], members: 1, entries: [entries[1], [1, 2]]))
        #expect(odd.results == [.stored])
        #expect(odd.members.isEmpty)
        let answer = try await relay.sync(space, SyncRequest(members: 1, entries: space.log.entries))
        #expect(answer.members == entries)
        _ = try await relay.sync(space, by: phone, SyncRequest())
        // Expiry cannot be checked any more, so readers may not bring entries.
        let ticket = TestKey()
        try space.log.append(space.ticketEntry(ticket, expires: 1).bytes)
        let late = try await relay.sync(
            space, by: reader, SyncRequest(members: 5, entries: [try #require(space.log.entries.last)]))
        #expect(late.members.isEmpty)
    }

    /// S11.
    @Test func anIdleSyncIsSmall() async throws {
        let relay = try TestRelay()
        let space = try TestSpace()
        try await relay.register(space)
        for incarnation in 0..<20 {
            _ = try await relay.push(
                space, TestBatch(space.id, by: space.owner, incarnation: UInt32(incarnation), 1...1_000_000))
        }
        let cursor = try await relay.sync(space, SyncRequest()).cursor
        let request = SyncRequest(cursor: cursor, members: 1)
        let answer = try await relay.sync(space, request)
        let size = try request.serialized().count + answer.serialized().count
        #expect(size < 1024, "\(size) bytes")
    }

    @Test func messagesSurviveTheWire() throws {
        let cursor = SyncCursor(epoch: [1, 2, 3, 4, 5, 6, 7, 8], position: 7, running: Hash(of: [1]))
        var vector = VersionVector()
        vector.insert(2...3, of: WriterID(high: 1, low: 2))
        let request = SyncRequest(cursor: cursor, vector: vector, batches: [[1], [2]], members: 3, entries: [[4]])
        #expect(try SyncRequest(serialized: request.serialized()) == request)
        let response = SyncResponse(
            relayTime: 5, cursorRefused: true,
            results: [
                .stored, .already, .conflict(stored: Hash(of: [2])), .gap, .ahead, .clockBehind, .invalid(reason: "x"),
                .quota, .unknown,
            ],
            log: [.batch([1]), .held(Hash(of: [3]))], cursor: cursor, more: true, members: [[9]], vector: vector)
        #expect(try SyncResponse(serialized: response.serialized()) == response)
    }
}
