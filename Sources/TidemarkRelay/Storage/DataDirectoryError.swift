/// Why a data directory was not taken.
package enum DataDirectoryError: Error, Hashable, Sendable, CustomStringConvertible {
    case foreign(path: String)
    case lost(path: String)
    case incomplete(path: String, missing: String)
    case unreadable(path: String, reason: String)
    case newer(path: String)
    case unwritable(path: String, reason: String)

    package var description: String {
        switch self {
        case .foreign(let path):
            "\(path) holds files and is no relay's data directory (it has no \(DataDirectory.markerName)): nothing was "
                + "written. Give an empty directory, or one that a relay has made."
        case .lost(let path):
            "\(path) is empty or absent, and a relay's data directory was expected: nothing was written. Check that the "
                + "volume is mounted; for a first start leave out --require-existing."
        case .incomplete(let path, let missing):
            "\(path) was a relay's data directory, but \(missing) is missing: nothing was written. Check the mount, or "
                + "restore a backup."
        case .unreadable(let path, let reason): "\(path) cannot be read (\(reason)). Restore it from a backup."
        case .newer(let path): "\(path) was written by a newer version of tidemark-relay: update the program."
        case .unwritable(let path, let reason):
            "\(path) cannot be written (\(reason)). Give the relay's user write permission, or free space."
        }
    }

    /// Whether the directory is there but hurt, rather than wrong or unwritable.
    package var isDamage: Bool {
        switch self {
        case .lost, .incomplete, .unreadable, .newer: true
        case .foreign, .unwritable: false
        }
    }
}
