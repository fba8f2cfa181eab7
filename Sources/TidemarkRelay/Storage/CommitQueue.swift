import GRDB
import Synchronization
import TidemarkWire

/// Group commit (DeWitt et al., "Implementation Techniques for Main Memory Database Systems", SIGMOD 1984, section 5.2): what
/// arrives while one transaction waits for the disk stands together in the next one, so that a space takes many pushes a
/// second on a disk that takes few syncs.
///
/// Invariants: at most one group is scheduled at a time; whatever is handed in is answered exactly once.
final class CommitQueue: Sendable {
    /// What one request stores; it changes the state row in memory, and the group saves it.
    typealias Change = @Sendable (inout SpaceState, Database) throws -> [PushResult]

    private struct Waiting {
        let change: Change
        let bytes: Int
        let continuation: CheckedContinuation<[PushResult], any Error>
    }

    private struct State {
        var waiting: [Waiting] = []
        var bytes = 0
        var isScheduled = false
    }

    private let pool: DatabasePool
    private let state = Mutex(State())

    init(pool: DatabasePool) { self.pool = pool }

    /// Runs `change` in a transaction that it may share with others, and returns when that is durable. Cancelling the caller
    /// takes nothing back.
    ///
    /// - Parameter bytes: what the change holds in memory while it waits.
    /// - Throws: what `change` throws, which then has changed nothing, and leaves the others of its group alone;
    ///   `RelayProblem.storageBusy` when too much waits; `DatabaseError`.
    func commit(bytes: Int, _ change: @escaping Change) async throws -> [PushResult] {
        try await withCheckedThrowingContinuation { continuation in
            let waiting = Waiting(change: change, bytes: bytes, continuation: continuation)
            let (isTaken, isFirst) = state.withLock { state in
                let isFull =
                    state.waiting.count >= RelayLimits.waitingPushes
                    || state.bytes + bytes > RelayLimits.waitingPushBytes
                // One alone is always taken: a request is within the limit of its own size.
                if isFull, !state.waiting.isEmpty { return (false, false) }
                state.waiting.append(waiting)
                state.bytes += bytes
                defer { state.isScheduled = true }
                return (true, !state.isScheduled)
            }
            guard isTaken else {
                return continuation.resume(
                    throwing: RelayProblem(
                        .storageBusy, "More is pushed to the space than its disk takes; nothing was stored.",
                        retryAfter: 1))
            }
            if isFirst { schedule() }
        }
    }

    /// Requests that wait for their transaction.
    var waiting: Int { state.withLock { $0.waiting.count } }

    /// One group a turn of the pool's writer, so that other writes (membership) get their turn between two groups.
    private func schedule() {
        pool.asyncWriteWithoutTransaction { db in
            let group = self.state.withLock { state in
                defer {
                    state.waiting = []
                    state.bytes = 0
                }
                return state.waiting
            }
            let results: [Result<[PushResult], any Error>]
            do {
                results = try Self.commit(group, db)
            } catch {
                results = group.map { _ in .failure(error) }
            }
            for (waiting, result) in zip(group, results) { waiting.continuation.resume(with: result) }
            let isMore = self.state.withLock { state in
                state.isScheduled = !state.waiting.isEmpty
                return state.isScheduled
            }
            if isMore { self.schedule() }
        }
    }

    private static func commit(_ group: [Waiting], _ db: Database) throws -> [Result<[PushResult], any Error>] {
        var results: [Result<[PushResult], any Error>] = []
        try db.inTransaction(.immediate) {
            var state = try SpaceState(db)
            let before = state
            for waiting in group {
                var changed = state
                do {
                    var result: [PushResult] = []
                    try db.inSavepoint {
                        result = try waiting.change(&changed, db)
                        return .commit
                    }
                    state = changed
                    results.append(.success(result))
                } catch let problem as RelayProblem {
                    results.append(.failure(problem))
                }
            }
            if state != before { try state.save(db) }
            return .commit
        }
        return results
    }
}
