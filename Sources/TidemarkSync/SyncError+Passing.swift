import TidemarkReplica

extension SyncError {
    /// Whether the same attempt may succeed later without anybody doing anything.
    package static func isPassing(_ error: any Error) -> Bool {
        switch error {
        case is TransportError, SyncError.offline, ReplicaError.storage, ReplicaError.busy: true
        default: false
        }
    }

    /// Seconds, where the relay asked for patience.
    static func retryAfter(_ error: any Error) -> Int? {
        if case SyncError.offline(_, let retryAfter) = error { retryAfter } else { nil }
    }

    /// What happened, without what it means for whoever waits for the answer.
    static func reason(_ error: any Error) -> String {
        switch error {
        case SyncError.offline(let why, _): why
        default: "\(error)"
        }
    }
}
