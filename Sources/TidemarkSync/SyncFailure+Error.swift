package import TidemarkReplica
import TidemarkWire

extension SyncFailure {
    /// What `status` says of an error that ended a sync; nil for an interruption.
    package init?(_ error: any Error, at now: Int64) {
        let kind: Kind
        switch error {
        case is CancellationError: return nil
        case is TransportError, SyncError.offline: kind = .offline
        case SyncError.unauthorised, SyncError.notFound, SyncError.refused: kind = .refused
        case SyncError.newerFormat, SyncError.clientTooOld, WireError.unsupportedFormat, ReplicaError.tooNew:
            kind = .clientTooOld
        case ReplicaError.damaged: kind = .damaged
        case ReplicaError.keys, WireError.cannotOpen: kind = .locked
        default: kind = .failed
        }
        let message = (error as? TransportError).map { SyncError.offline($0.description, retryAfter: nil).description }
        self.init(kind, message ?? "\(error)", at: now)
    }
}
