import Synchronization
import TidemarkCore

/// The vector of a space at its newest state: where many clients push, dozens of answers go out between two commits, and
/// each names every writer.
final class VectorCache: Sendable {
    private let held = Mutex<(state: SpaceState, vector: VersionVector)?>(nil)

    /// - Parameter read: the vector at `state`; called where it is not held. Logs only grow, so one state has one vector.
    func vector(at state: SpaceState, _ read: () throws -> VersionVector) rethrows -> VersionVector {
        if let held = held.withLock({ $0 }), held.state == state { return held.vector }
        let vector = try read()
        held.withLock { $0 = (state, vector) }
        return vector
    }
}
