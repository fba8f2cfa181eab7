import Foundation
import GRDB
import Synchronization
import Testing
import TidemarkCore
import TidemarkWire

@testable import TidemarkRelay

struct CommitQueueTests {
    /// Counts the transactions of a file.
    private final class Commits: TransactionObserver {
        let count = Mutex(0)
        func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { true }
        func databaseDidChange(with event: DatabaseEvent) {}
        func databaseDidCommit(_ db: Database) { count.withLock { $0 += 1 } }
        func databaseDidRollback(_ db: Database) {}
    }

    /// Pushes that wait for the same disk stand in one transaction, each with its own answer. (S1)
    @Test func waitingPushesShareATransaction() async throws {
        let relay = try TestRelay()
        let space = try TestSpace()
        try await relay.register(space)
        let store = try #require(try relay.service.spaces.existing(space.id))
        let commits = Commits()
        store.pool.add(transactionObserver: commits, extent: .databaseLifetime)
        let batches = try (1...40).map { try TestBatch(space.id, by: space.owner, incarnation: $0, 1...1) }
        let (service, now, device) = (relay.service, relay.now, space.owner.bytes)
        let gate = DispatchSemaphore(value: 0)
        // The writer is busy until all have queued up.
        store.pool.asyncWriteWithoutTransaction { _ in gate.wait() }
        let results = try await withThrowingTaskGroup(of: [PushResult].self) { group in
            for batch in batches {
                group.addTask {
                    try await service.sync(
                        space: space.id, by: .device(device), request: SyncRequest(batches: [batch.bytes]), now: now
                    ).results
                }
            }
            while store.queue.waiting < batches.count { await Task.yield() }
            gate.signal()
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(results == Array(repeating: .stored, count: 40))
        #expect(commits.count.withLock { $0 } == 1)
        #expect(try await relay.sync(space, SyncRequest()).log.count == 40)
    }

    /// One request that is refused takes nothing from the others of its group, and leaves nothing.
    @Test func aRefusedRequestLeavesItsGroupAlone() async throws {
        let relay = try TestRelay()
        let space = try TestSpace()
        try await relay.register(space)
        let store = try #require(try relay.service.spaces.existing(space.id))
        let gate = DispatchSemaphore(value: 0)
        store.pool.asyncWriteWithoutTransaction { _ in gate.wait() }
        async let refused = store.queue.commit(bytes: 1) { state, db in
            state.position = 99
            try db.execute(sql: "UPDATE space SET position = 99")
            throw RelayProblem(.forbidden, "no")
        }
        let batch = try TestBatch(space.id, by: space.owner, 1...1)
        async let stored = relay.push(space, batch)
        while store.queue.waiting < 2 { await Task.yield() }
        gate.signal()
        let results = try await stored
        #expect(results == [.stored])
        do {
            _ = try await refused
            Issue.record("the request was refused")
        } catch let problem as RelayProblem {
            #expect(problem.kind == .forbidden)
        }
        #expect(try store.state().position == 1)
    }

    /// What cannot be stored any more is refused with a reason to come back, and not kept in memory.
    @Test func theQueueIsBounded() async throws {
        let relay = try TestRelay()
        let space = try TestSpace()
        try await relay.register(space)
        let store = try #require(try relay.service.spaces.existing(space.id))
        let gate = DispatchSemaphore(value: 0)
        store.pool.asyncWriteWithoutTransaction { _ in gate.wait() }
        async let first = store.queue.commit(bytes: RelayLimits.waitingPushBytes + 1) { _, _ in [.stored] }
        while store.queue.waiting < 1 { await Task.yield() }
        #expect(await relay.kind { try await store.queue.commit(bytes: 1) { _, _ in [] } } == .storageBusy)
        gate.signal()
        let results = try await first
        #expect(results == [.stored])
        let later = try await store.queue.commit(bytes: 1) { _, _ in [.already] }
        #expect(later == [.already])
    }
}
