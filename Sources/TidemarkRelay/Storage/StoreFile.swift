import Foundation
import GRDB

/// Opens SQLite files the way this relay needs them: WAL, and a commit that waits for the disk.
enum StoreFile {
    static func open(_ url: URL, settings: RelaySettings) throws -> DatabasePool {
        var configuration = Configuration()
        configuration.busyMode = .timeout(TimeInterval(RelayLimits.busySeconds))
        // One reader per core of a small box; each holds a page cache.
        configuration.maximumReaderCount = 2
        configuration.prepareDatabase { db in
            // In KiB. A space's hot pages are its writers and the end of its log.
            try db.execute(sql: "PRAGMA cache_size = -512; PRAGMA trusted_schema = OFF")
        }
        let pool = try DatabasePool(path: url.path, configuration: configuration)
        // After opening, for GRDB sets NORMAL when it turns WAL on, and NORMAL loses the last commits with the power.
        try pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = \(settings.syncsToDisk ? "FULL" : "OFF")")
        }
        return pool
    }
}
