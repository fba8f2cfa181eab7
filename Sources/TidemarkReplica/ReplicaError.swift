import TidemarkCore

/// What can go wrong with a replica: what happened, and what to do.
package enum ReplicaError: DamageError, Equatable, CustomStringConvertible {
    /// The database contradicts itself.
    case damaged(String)
    /// There is no replica in this directory yet.
    case notInitialised(String)
    case alreadyInitialised(String)
    /// Made by a newer version.
    case tooNew(String)
    case notFound(String)
    /// Several rows fit.
    case ambiguous(String, candidates: [String])
    /// The request makes no sense as it stands.
    case refused(String)
    /// The disk is full or cannot be written.
    case storage(String)
    /// Another process holds the library.
    case busy(String)
    /// Keys are missing or wrong.
    case keys(String)

    package var description: String {
        switch self {
        case .damaged(let what): "The replica is damaged: \(what). Restore a backup, or join again from another device."
        case .notInitialised(let path):
            "There is no Tidemark library in \(path). Make one with `tidemark init`, or `tidemark join LINK`."
        case .alreadyInitialised(let path): "There is a Tidemark library in \(path) already. Use another --home."
        case .tooNew(let what): "\(what). Update Tidemark."
        case .notFound(let what): what
        case .ambiguous(let what, let candidates): "\(what): \(candidates.joined(separator: ", "))"
        case .refused(let what): what
        case .storage(let what): what
        case .busy(let what): what
        case .keys(let what): what
        }
    }
}
