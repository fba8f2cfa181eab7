import GRDB
import Synchronization

/// Notices that somebody has committed to a library: this process, or another one.
///
/// SQLite's `PRAGMA data_version` changes for a connection when any other connection has committed; hence a connection of its
/// own, which does nothing else. Asking costs microseconds and reads no page of the database.
package final class ReplicaMonitor: Sendable {
    private let queue: DatabaseQueue
    /// The version of the last question.
    private let seen: Mutex<Int64>

    init(path: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.label = "tidemark.monitor"
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
            seen = Mutex(try queue.read(Self.version))
        } catch let error as DatabaseError {
            throw ReplicaError(error)
        }
    }

    /// Whether anything was committed since the last question.
    package func hasChanged() throws -> Bool {
        do {
            let version = try queue.read(Self.version)
            return seen.withLock { seen in
                defer { seen = version }
                return seen != version
            }
        } catch let error as DatabaseError {
            throw ReplicaError(error)
        }
    }

    private static func version(_ db: Database) throws -> Int64 {
        try Int64.fetchOne(db, sql: "PRAGMA data_version") ?? 0
    }
}
