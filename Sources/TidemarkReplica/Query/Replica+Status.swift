import GRDB
package import TidemarkCore
import TidemarkWire

/// Where a replica stands, for `status` and `doctor`.
package struct ReplicaStatus: Sendable, Codable {
    package struct Space: Sendable, Codable {
        package let id: String
        package let kind: String
        package let relay: String?
        /// Ops that no relay has acknowledged.
        package let unsent: UInt64
        /// Whether the relay's acknowledged vector covers everything written here.
        package let isSynced: Bool
        /// Batches set aside because they cannot be read here.
        package let parked: [String]
        /// Milliseconds since 1970; nil before the first sync.
        package let lastSync: Int64?
        package let problem: String?
        package let devices: Int
        /// Ops that are held here, of all writers.
        package let held: UInt64
        /// Ops that the relay holds and this device lacks, those apart that are set aside here.
        package let missing: UInt64
        /// Whether the keys to read and write it are here.
        package let hasKeys: Bool

        /// Whether what is here is known not to be all there is.
        package var isReceiving: Bool { missing > 0 || (relay != nil && lastSync == nil && devices > 1) }
    }

    package let device: String
    package let bookmarks: Int
    package let trashed: Int
    package let folders: Int
    package let tools: Int
    package let conflicts: Int
    /// Bookmarks that another device has removed and that are held here.
    package let onHold: Int
    package let spaces: [Space]
    /// How the last sync failed; nil where it did not.
    package let failure: SyncFailure?
}

extension Replica {
    package func status() throws -> ReplicaStatus {
        try read { db in
            let spaces = try SpaceRecord.all(db)
            func count(_ sql: String) throws -> Int {
                try Int.fetchOne(db.cachedStatement(sql: "SELECT count(*) FROM \(sql)")) ?? 0
            }
            return ReplicaStatus(
                device: try Setting.text("device.name", db) ?? "",
                bookmarks: try count("item WHERE present AND trashed = 0"),
                trashed: try count("item WHERE present AND trashed <> 0 AND erased IS NOT 1"),
                folders: try count("folder WHERE present AND trashed = 0"),
                tools: try count("tool WHERE present AND trashed = 0"),
                conflicts: try count("item WHERE present AND trashed = 0 AND conflicts > 0")
                    + (try count("folder WHERE present AND trashed = 0 AND conflicts > 0")),
                onHold: try count("item WHERE held AND trashed = 0"),
                spaces: try spaces.map { try self.status(of: $0, db) }, failure: try Self.failure(db))
        }
    }

    private func status(of space: SpaceRecord, _ db: Database) throws -> ReplicaStatus.Space {
        let relay = try RelayState.load(space, db)
        let writers = WriterTable(db, space)
        let written = try writers.held().last(space.writer)
        let acknowledged = relay?.vector?.last(space.writer) ?? 0
        let parked = try String.fetchAll(
            db.cachedStatement(sql: "SELECT parked FROM batch WHERE space = ? AND parked IS NOT NULL ORDER BY id"),
            arguments: [space.id])
        let backlog = try Self.backlog(space, db)
        return ReplicaStatus.Space(
            id: space.sid.description, kind: space.kind.rawValue, relay: relay?.url,
            unsent: written - min(acknowledged, written), isSynced: relay?.vector != nil && acknowledged >= written,
            parked: parked, lastSync: relay?.lastSync, problem: relay?.problem,
            devices: try writers.membership().devices.count, held: backlog.held, missing: backlog.missing,
            hasKeys: !space.epochKeys.isEmpty)
    }

    package func spaces() throws -> [SpaceRecord] { try read { try SpaceRecord.all($0) } }

    package func deviceName() throws -> String { try read { try Setting.text("device.name", $0) ?? "" } }

    /// What this replica holds of a space.
    package func held(_ sid: SpaceID) throws -> VersionVector {
        try read { try WriterTable($0, try SpaceRecord.with(sid, $0)).held() }
    }

    /// Batches whose bytes are not those that came. They are what another device, or an emptied relay, is given.
    private static func damagedBatches(_ space: SpaceRecord, _ db: Database) throws -> [String] {
        let rows = try Row.fetchCursor(
            db.cachedStatement(sql: "SELECT id, hash, bytes FROM batch WHERE space = ? ORDER BY id"),
            arguments: [space.id])
        var damaged = 0
        while let row = try rows.next() {
            if Hash(of: row.bytes("bytes")).bytes != row.bytes("hash") { damaged += 1 }
        }
        return damaged == 0
            ? []
            : [
                "\(damaged) batches of the \(space.kind.rawValue) are damaged on this disk. Join again from another device, "
                    + "and check the disk."
            ]
    }

    /// Everything that `doctor` looks at in the database; empty when all is well.
    package func problems() throws -> [String] {
        try read { db in
            var problems = try String.fetchAll(db, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
            let broken = try Int.fetchOne(db, sql: "SELECT count(*) FROM pragma_foreign_key_check") ?? 0
            if broken > 0 { problems.append("\(broken) rows point at rows that are gone") }
            for space in try SpaceRecord.all(db) {
                problems += try Self.damagedBatches(space, db)
                let merger = try SpaceMerger(db, space)
                _ = try merger.folders.tree()
                for row in try Row.fetchAll(
                    db, sql: "SELECT first, last, parked FROM batch WHERE space = ? AND parked IS NOT NULL",
                    arguments: [space.id])
                {
                    problems.append(
                        "A batch of the \(space.kind.rawValue) is set aside: \(row["parked"] as String). Update Tidemark, then sync."
                    )
                }
                if let problem = try RelayState.load(space, db)?.problem { problems.append(problem) }
            }
            return problems
        }
    }

    /// The correction of the device's clock that a relay asked for, in milliseconds.
    package func clockOffset() throws -> Int64 { try read { try ClockStore.load($0).offset } }

    /// Bytes of the sealed batches of a space that are kept here.
    package func sealedBytes(_ sid: SpaceID) throws -> Int {
        try read { db in
            try Int.fetchOne(
                db, sql: "SELECT coalesce(sum(length(bytes)), 0) FROM batch WHERE space = ?",
                arguments: [SpaceRecord.with(sid, db).id]) ?? 0
        }
    }

    /// Moves what stands in the write-ahead log into the database file.
    package func checkpoint() throws {
        _ = try database.writeWithoutTransaction { try $0.checkpoint(.truncate) }
    }
}
