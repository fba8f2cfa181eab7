package import TidemarkReplica

/// What a watch has to tell.
package enum WatchEvent: Sendable {
    /// Some spaces were synced.
    case synced([SyncReport], state: ReplicaState, waiting: UInt64)
    /// The relay did not answer; the next attempt comes by itself.
    case offline(reason: String, waiting: UInt64, retryIn: Duration)
    /// Streams of hints do not come through; they are asked for one by one.
    case polls
}
