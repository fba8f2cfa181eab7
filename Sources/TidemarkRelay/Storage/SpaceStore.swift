import Foundation
import GRDB
package import TidemarkCore
import TidemarkWire

/// One space's file: its log of batches and its membership log.
///
/// Invariants: positions count from 1 without holes; `writer` and `space` say what the newest batches say; `device` and
/// `ticket` are what the entries of `entry` make. All of it changes in the transaction that appends.
package struct SpaceStore: Sendable {
    static let schemaVersion = 1

    package let space: SpaceID
    let pool: DatabasePool
    let queue: CommitQueue
    let vectors = VectorCache()

    private init(space: SpaceID, pool: DatabasePool) {
        self.space = space
        self.pool = pool
        queue = CommitQueue(pool: pool)
    }

    /// Nil when the space is not registered: no file, or one whose making was cut short.
    static func open(_ space: SpaceID, at url: URL, settings: RelaySettings) throws -> SpaceStore? {
        guard FileManager.default.fileExists(atPath: url.path) else { return nil }
        let pool = try StoreFile.open(url, settings: settings)
        let version = try pool.read { db in try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0 }
        guard version <= schemaVersion else {
            throw RelayProblem(
                .storageFailed, "The space was written by a newer relay. The host has to update tidemark-relay.")
        }
        return version == 0 ? nil : SpaceStore(space: space, pool: pool)
    }

    /// Makes the file with a whole verified membership log, in one transaction.
    static func create(
        _ log: MembershipLog, at url: URL, epoch: [UInt8], settings: RelaySettings, now: Int64
    ) throws -> SpaceStore {
        let store = SpaceStore(space: log.space, pool: try StoreFile.open(url, settings: settings))
        try store.pool.write { db in
            guard try Int.fetchOne(db, sql: "PRAGMA user_version") == 0 else { return }
            try db.execute(sql: Self.schema)
            try db.execute(
                sql: """
                    INSERT INTO space (id, space, epoch, created, position, running, bytes, newest_receipt)
                    VALUES (1, ?, ?, ?, 0, ?, 0, 0)
                    """,
                arguments: [Data(log.space.bytes), Data(epoch), now, Data(Hash.zero.bytes)])
            for entry in log.entries { try store.insert(MembershipEntry(bytes: entry), db) }
        }
        return store
    }

    func state() throws -> SpaceState { try pool.read { try SpaceState($0) } }

    func genesis() throws -> [UInt8]? {
        try pool.read { db in try Data.fetchOne(db, sql: "SELECT bytes FROM entry WHERE number = 0") }.map {
            [UInt8]($0)
        }
    }

    // `batch.bytes` stands last, so that reading the other columns touches none of its pages.
    private static let schema = """
        CREATE TABLE space (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            space BLOB NOT NULL CHECK (length(space) = 16),
            epoch BLOB NOT NULL CHECK (length(epoch) = 8),
            created INTEGER NOT NULL,
            position INTEGER NOT NULL CHECK (position >= 0),
            running BLOB NOT NULL CHECK (length(running) = 32),
            bytes INTEGER NOT NULL CHECK (bytes >= 0),
            newest_receipt INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE batch (
            position INTEGER PRIMARY KEY CHECK (position > 0),
            writer BLOB NOT NULL CHECK (length(writer) = 16),
            first INTEGER NOT NULL CHECK (first > 0),
            last INTEGER NOT NULL CHECK (last >= first),
            hash BLOB NOT NULL CHECK (length(hash) = 32),
            running BLOB NOT NULL CHECK (length(running) = 32),
            received INTEGER NOT NULL,
            bytes BLOB NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX batch_writer ON batch (writer, first);
        CREATE TABLE writer (
            writer BLOB PRIMARY KEY CHECK (length(writer) = 16),
            last INTEGER NOT NULL CHECK (last > 0),
            hash BLOB NOT NULL CHECK (length(hash) = 32)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE entry (
            number INTEGER PRIMARY KEY CHECK (number >= 0),
            bytes BLOB NOT NULL
        ) STRICT;
        CREATE TABLE device (
            key BLOB PRIMARY KEY CHECK (length(key) = 32),
            may_push INTEGER NOT NULL CHECK (may_push IN (0, 1)),
            entry INTEGER NOT NULL REFERENCES entry (number)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE ticket (
            key BLOB PRIMARY KEY CHECK (length(key) = 32),
            may_push INTEGER NOT NULL CHECK (may_push IN (0, 1)),
            entry INTEGER NOT NULL REFERENCES entry (number),
            spent INTEGER REFERENCES entry (number)
        ) STRICT, WITHOUT ROWID;
        PRAGMA user_version = \(schemaVersion);
        """
}
