package import TidemarkReplica

/// Where a sync of one space stands between two round trips.
package struct SyncProgress: Sendable {
    /// Ops that came in so far.
    package let received: Int
    /// Batches that went out so far.
    package let pushed: Int
    package let backlog: Backlog
}
