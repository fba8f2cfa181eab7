package import TidemarkReplica

/// Where a sync of one space stands between two round trips.
package struct SyncProgress: Sendable {
    /// Ops that came in so far.
    package let received: Int
    /// Batches that went out so far.
    package let pushed: Int
    /// Ops that waited for the relay when it began.
    package let waited: UInt64
    package let backlog: Backlog

    /// Ops that have gone one way or the other.
    package var done: UInt64 { UInt64(received) + waited - min(backlog.unsent, waited) }
    /// Those, and what is known to be left.
    package var total: UInt64 { done + backlog.missing + backlog.unsent }
}
