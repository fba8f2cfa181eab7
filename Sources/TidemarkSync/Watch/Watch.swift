import Synchronization
import TidemarkCore
import TidemarkReplica

/// Keeps a replica level with its relay: hints from the relay and changes in the library make it sync at once, and a lost
/// connection makes it try again, later and later.
package struct Watch: Sendable {
    /// How often the library is asked whether somebody has changed it: far below what a person notices.
    private static let localInterval = Duration.milliseconds(40)
    /// A sync without any reason, should hints get lost on the way. One request, less than a kilobyte.
    private static let idleInterval = Duration.seconds(60)
    /// The seconds that a poll asks the relay to wait: below what proxies allow an answer to take.
    private static let pollSeconds = 25
    private static let pollPause = Duration.milliseconds(500)

    private struct State {
        /// Spaces to sync, with the position that was hinted; nil where something else gave the reason.
        var due: [SpaceID: UInt64?] = [:]
        /// Local changes wait for the next attempt, or are looked for after it.
        var isSyncing = false
        var isOffline = false
    }

    private final class Shared: Sendable {
        let state = Mutex(State())
        let signal = Signal()
    }

    private let client: RelayClient
    private let spaces: [SpaceID]
    private let monitor: ReplicaMonitor?
    private let report: @Sendable (WatchEvent) -> Void
    private let shared = Shared()

    /// - Parameter report: called from several tasks, one event at a time.
    package init(_ client: RelayClient, report: @escaping @Sendable (WatchEvent) -> Void) throws {
        self.client = client
        self.report = report
        spaces = try client.replica.spaces().map(\.sid)
        monitor = try client.replica.monitor()
    }

    /// Runs until it is cancelled, or until something fails that waiting does not mend.
    ///
    /// - Throws: `CancellationError`; `SyncError.unauthorised` and the like; `ReplicaError`.
    package func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for space in spaces { group.addTask { try await listen(space) } }
            group.addTask { try await watchLocally() }
            group.addTask { try await syncWhenDue() }
            defer { group.cancelAll() }
            try await group.next()
        }
        throw CancellationError()
    }

    // MARK: Reasons

    private func watchLocally() async throws {
        guard let monitor else { return try await Task.sleep(for: .seconds(Int64.max / 2)) }
        while true {
            try await Task.sleep(for: Self.localInterval)
            guard try monitor.hasChanged() else { continue }
            let unsent = try client.replica.unsentSpaces()
            let isNews = shared.state.withLock { state in
                // The commits of a sync look like anybody's.
                if unsent.isEmpty || state.isSyncing || state.isOffline { return false }
                for space in unsent { state.due.updateValue(nil, forKey: space) }
                return true
            }
            if isNews { shared.signal.set() }
        }
    }

    /// Takes hints: from a stream, or by polling where no stream comes through.
    private func listen(_ space: SpaceID) async throws {
        var backoff = Backoff()
        var random = client.replica.environment
        var polls = false
        /// Whether the last attempt was heard; the first failure after that is news.
        var isConnected = false
        while true {
            try Task.checkCancellation()
            do {
                if polls {
                    try await poll(space)
                    isConnected = true
                    backoff.reset()
                    continue
                }
                var isHeard = false
                try await client.hints(space) { position in
                    isHeard = true
                    isConnected = true
                    backoff.reset()
                    wake(space, position)
                }
                if !isHeard {
                    // Something on the way holds the stream back.
                    polls = true
                    report(.polls)
                }
                // A stream ends now and then; not all devices come back in the same instant.
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...500, using: &random)))
            } catch let error where SyncError.isPassing(error) {
                // The line broke: trying at once tells whether the relay is still there.
                if isConnected { wake(space, nil) }
                isConnected = false
                try await Task.sleep(for: backoff.next(retryAfter: SyncError.retryAfter(error), using: &random))
            } catch SyncError.notFound {
                // No such route, or no such space: the idle sync goes on, and says what it is.
                try await Task.sleep(for: Self.idleInterval)
            }
        }
    }

    private func poll(_ space: SpaceID) async throws {
        let known = try client.replica.cursorPosition(space)
        let position = try await client.pollHint(space, after: known, seconds: Self.pollSeconds)
        guard position != known else { return }
        wake(space, position)
        // Until the cursor has moved on, the answer would be the same.
        try await Task.sleep(for: Self.pollPause)
    }

    /// - Parameter position: nil where the space is to be synced whatever the cursor says.
    private func wake(_ space: SpaceID, _ position: UInt64?) {
        shared.state.withLock { state in
            if case .some(nil) = state.due[space] { return }
            state.due.updateValue(position, forKey: space)
        }
        shared.signal.set()
    }

    // MARK: Syncing

    private func syncWhenDue() async throws {
        var backoff = Backoff()
        var random = client.replica.environment
        makeDue(spaces)
        while true {
            try Task.checkCancellation()
            let due = shared.state.withLock { state in
                defer { state.due = [:] }
                state.isSyncing = true
                return state.due
            }
            do {
                makeDue(try await sync(due))
            } catch let error where SyncError.isPassing(error) {
                let delay = backoff.next(retryAfter: SyncError.retryAfter(error), using: &random)
                shared.state.withLock { state in
                    state.isOffline = true
                    state.isSyncing = false
                }
                makeDue(due.keys)
                let waiting = try client.replica.status().unsent
                report(.offline(reason: SyncError.reason(error), waiting: waiting, retryIn: delay))
                // A stream that comes back ends the wait: the relay is there again.
                await shared.signal.wait(for: delay)
                continue
            }
            backoff.reset()
            guard isLevel else { continue }
            await shared.signal.wait(for: Self.idleInterval)
            if isLevel { makeDue(spaces) }
        }
    }

    private var isLevel: Bool { shared.state.withLock { $0.due.isEmpty } }

    private func makeDue(_ spaces: some Sequence<SpaceID>) {
        shared.state.withLock { state in
            for space in spaces { state.due.updateValue(nil, forKey: space) }
        }
    }

    /// - Returns: spaces in which something was written meanwhile.
    private func sync(_ due: [SpaceID: UInt64?]) async throws -> [SpaceID] {
        var reports: [SyncReport] = []
        for space in spaces {
            guard let hint = due[space] else { continue }
            // The echo of what was pushed from here.
            if let position = hint, try client.replica.cursorPosition(space) == position { continue }
            reports.append(try await client.noting { try await client.sync(space) })
        }
        if !reports.isEmpty {
            let status = try client.replica.status()
            report(.synced(reports, state: status.state, waiting: status.unsent))
        }
        // From here on the other task looks for changes again; what it passed over before is found below.
        shared.state.withLock { state in
            state.isOffline = false
            state.isSyncing = false
        }
        // What the relay has just refused, it would refuse again.
        let refused = Set(reports.filter { $0.refusal != nil }.map(\.space))
        return try client.replica.unsentSpaces().filter { !refused.contains($0.description) }
    }
}
