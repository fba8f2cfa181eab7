/// What a person is told about a library: the nine states of the drawer, and those in between.
///
/// "Synced" and "empty" are said of nothing else than what is.
package enum ReplicaState: String, Sendable, Codable {
    /// Another process is bringing the library up to this version, or holds it for long.
    case opening
    /// Nothing was ever added.
    case empty
    /// The first sync runs or waits: what is here is not all there is.
    case receiving
    /// There are bookmarks, and the question fits none of them.
    case filtered
    /// A key is missing or wrong.
    case locked
    /// The relay did not answer the last time.
    case offline
    case clientTooOld = "client-too-old"
    case refused
    case damaged

    /// All of it is on this device alone: no relay is set.
    case local
    /// Changes wait for the next sync, and nothing is known to stand in their way.
    case waiting
    /// The relay holds something that cannot be read here.
    case parked
    /// The relay has acknowledged all that was written here, and had nothing more when it was last asked.
    case synced
}

extension ReplicaStatus {
    /// What hinders comes before what is merely so.
    package var state: ReplicaState {
        switch failure?.kind {
        case .damaged: return .damaged
        case .locked: return .locked
        case .clientTooOld: return .clientTooOld
        case .refused: return .refused
        case .offline, .failed, nil: break
        }
        if spaces.contains(where: { !$0.hasKeys }) { return .locked }
        if spaces.contains(where: { $0.problem != nil }) { return .refused }
        if spaces.contains(where: \.isReceiving) { return .receiving }
        if failure?.kind == .offline { return .offline }
        if spaces.contains(where: { !$0.parked.isEmpty }) { return .parked }
        if bookmarks == 0, trashed == 0, tools == 0 { return .empty }
        if spaces.contains(where: { $0.relay == nil }) { return .local }
        return failure == nil && spaces.allSatisfy(\.isSynced) ? .synced : .waiting
    }

    /// Changes that no relay has acknowledged.
    package var unsent: UInt64 { spaces.map(\.unsent).reduce(0, +) }
    /// Changes that a relay holds and this device does not.
    package var missing: UInt64 { spaces.map(\.missing).reduce(0, +) }
    /// Changes that are here.
    package var held: UInt64 { spaces.map(\.held).reduce(0, +) }
}
