import Synchronization
import TestSupport

/// Decides after how many bytes each connection breaks.
final class CutPlan: Sendable {
    /// In the middle of a head, of a request, of an answer that brings much.
    private static let reaches = [300, 3000, 30_000]

    private struct State {
        var random: SeededGenerator
        var isCutting = false
        var cuts = 0
    }

    private let state: Mutex<State>

    init(seed: UInt64) { state = Mutex(State(random: SeededGenerator(seed: seed))) }

    /// Bytes that one direction of a connection may carry; nil for as many as it likes.
    func budget() -> Int? {
        state.withLock { state in
            guard state.isCutting, state.random.chance(60) else { return nil }
            let reach = Self.reaches[Int.random(in: 0..<Self.reaches.count, using: &state.random)]
            return Int.random(in: 0...reach, using: &state.random)
        }
    }

    func cut(_ isCutting: Bool) { state.withLock { $0.isCutting = isCutting } }

    func count() { state.withLock { $0.cuts += 1 } }

    var cuts: Int { state.withLock { $0.cuts } }
}
