import Synchronization
import TidemarkCore

/// Who waits for news of which space. A hint is a position in the space's log; whoever is slow gets only the newest.
///
/// Invariants: at most `RelayLimits.subscribers` streams are open, and of one device in one space at most
/// `RelayLimits.subscribersPerDevice`. Hints are lost with the process; nothing depends on them.
final class SpaceHints: Sendable {
    private struct Subscriber {
        let number: UInt64
        let device: [UInt8]
        let continuation: AsyncStream<UInt64>.Continuation
    }

    private struct State {
        /// Oldest first.
        var spaces: [SpaceID: [Subscriber]] = [:]
        var count = 0
        var last: UInt64 = 0
        var isClosed = false
    }

    private let state = Mutex(State())

    /// Positions from now on. The stream ends when the relay shuts down, or when the same device opens too many others.
    ///
    /// - Returns: nil when nobody more can be served.
    func subscribe(_ space: SpaceID, device: [UInt8]) -> AsyncStream<UInt64>? {
        let (stream, continuation) = AsyncStream.makeStream(of: UInt64.self, bufferingPolicy: .bufferingNewest(1))
        let (number, ended) = state.withLock { state -> (UInt64?, AsyncStream<UInt64>.Continuation?) in
            guard !state.isClosed else { return (nil, nil) }
            let own = state.spaces[space, default: []].filter { $0.device == device }
            var ended: AsyncStream<UInt64>.Continuation?
            if own.count >= RelayLimits.subscribersPerDevice, let oldest = own.first {
                // The newest connection is the one that is surely alive.
                ended = oldest.continuation
                Self.remove(oldest.number, of: space, &state)
            }
            guard state.count < RelayLimits.subscribers else { return (nil, ended) }
            state.last += 1
            state.count += 1
            let subscriber = Subscriber(number: state.last, device: device, continuation: continuation)
            state.spaces[space, default: []].append(subscriber)
            return (state.last, ended)
        }
        // Outside of the lock: ending a stream calls back into it.
        ended?.finish()
        guard let number else { return nil }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { Self.remove(number, of: space, &$0) }
        }
        return stream
    }

    func publish(_ position: UInt64, of space: SpaceID) {
        for subscriber in state.withLock({ $0.spaces[space] ?? [] }) { subscriber.continuation.yield(position) }
    }

    var count: Int { state.withLock { $0.count } }

    /// Ends every stream, and takes no more.
    func close() {
        let all = state.withLock { state in
            state.isClosed = true
            defer { state.spaces = [:] }
            state.count = 0
            return state.spaces.values.flatMap { $0 }
        }
        for subscriber in all { subscriber.continuation.finish() }
    }

    private static func remove(_ number: UInt64, of space: SpaceID, _ state: inout State) {
        guard let index = state.spaces[space]?.firstIndex(where: { $0.number == number }) else { return }
        state.spaces[space]?.remove(at: index)
        if state.spaces[space]?.isEmpty == true { state.spaces[space] = nil }
        state.count -= 1
    }

    func invariantCheck() {
        state.withLock { state in
            precondition(state.count == state.spaces.values.map(\.count).reduce(0, +), "hints: \(state.count)")
            precondition(state.count <= RelayLimits.subscribers, "hints: \(state.count)")
        }
    }
}
