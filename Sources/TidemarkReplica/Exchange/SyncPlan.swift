package import TidemarkWire

/// One request of a sync, and what it carries.
package struct SyncPlan: Sendable {
    package let request: SyncRequest
    /// The pushed batches by their place in the request.
    let pushed: [PushedBatch]
    /// Where it was meant to go.
    let relay: String?

    struct PushedBatch: Sendable {
        let id: Int64
        /// Another process may have sealed its place anew since.
        let hash: [UInt8]
        let first: UInt64
        let last: UInt64
        let isOwn: Bool
    }
}

/// What one round trip of a sync came to.
package struct SyncOutcome: Sendable {
    /// Ops received and merged.
    package var received = 0
    /// Batches that the relay has made durable.
    package var pushed = 0
    /// Places of the relay's log, and of its membership log, that were read.
    package var read = 0
    /// Ops issued anew because a copy of this library had used their numbers.
    package var reissued = 0
    /// Changes of this device that have become shadows, because others have changed the same while it was away for long.
    package var rebased = 0
    /// Batches set aside because they cannot be read here.
    package var parked = 0
    /// Bookmarks that another device has removed and that are held until a person decides.
    package var onHold = 0
    /// More is to be pushed or pulled.
    package var needsAnotherRound = false
    /// Why the relay takes no more, in words for a person; what came in is merged all the same.
    package var refusal: String?

    package init() {}
}
