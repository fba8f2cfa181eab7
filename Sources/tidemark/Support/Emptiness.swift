import TidemarkReplica

/// Why a list of bookmarks is empty: "there are none" is only said where that is so.
struct Emptiness {
    let state: ReplicaState
    let message: String

    /// - Parameter isFiltered: whether the list leaves bookmarks out.
    init(of replica: Replica, isFiltered: Bool) throws {
        let status = try replica.status()
        switch status.state {
        case .receiving, .locked, .damaged:
            state = status.state
            message = "Nothing here yet: " + StatusCommand.message(status)
        default:
            let candidates = isFiltered ? status.bookmarks + status.trashed : status.bookmarks
            if candidates > 0 {
                (state, message) = (.filtered, "No bookmark fits.")
            } else if status.trashed > 0 {
                (state, message) = (.empty, "No bookmarks; \(status.trashed) in the trash: `tidemark trash`.")
            } else {
                (state, message) = (.empty, "No bookmarks yet: `tidemark add URL`, or `tidemark import FILE`.")
            }
        }
    }
}
