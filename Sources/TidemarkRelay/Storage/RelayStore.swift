import Foundation
import GRDB

/// `relay.sqlite`: what belongs to no space. Secret, invites, mailboxes.
///
/// Several processes may have it open (the server, `invite` commands).
package struct RelayStore: Sendable {
    static let schemaVersion = 1
    let pool: DatabasePool

    /// Opens the file, making it where it is absent.
    ///
    /// - Parameter random: gives as many random bytes as it is asked for.
    package init(directory: DataDirectory, settings: RelaySettings, random: (Int) -> [UInt8]) throws {
        pool = try StoreFile.open(directory.databaseURL, settings: settings)
        let secret = random(AccessSecret.byteCount)
        try pool.write { db in
            let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
            guard version <= Self.schemaVersion else { throw DataDirectoryError.newer(path: directory.url.path) }
            guard version == 0 else { return }
            try db.execute(sql: Self.schema)
            try db.execute(sql: "INSERT INTO secret (id, bytes) VALUES (1, ?)", arguments: [Data(secret)])
        }
    }

    private static let schema = """
        CREATE TABLE secret (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            bytes BLOB NOT NULL CHECK (length(bytes) = 32)
        ) STRICT;
        CREATE TABLE probe (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            at INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE invite (
            hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
            created INTEGER NOT NULL,
            expires INTEGER CHECK (expires > created),
            note TEXT NOT NULL CHECK (length(note) <= 200),
            revoked INTEGER,
            used INTEGER,
            used_for BLOB CHECK (length(used_for) = 32),
            CHECK ((used IS NULL) = (used_for IS NULL))
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE mailbox (
            id BLOB PRIMARY KEY CHECK (length(id) = 32),
            space BLOB NOT NULL CHECK (length(space) = 16),
            expires INTEGER NOT NULL,
            body BLOB NOT NULL
        ) STRICT;
        CREATE INDEX mailbox_space ON mailbox (space);
        CREATE INDEX mailbox_expires ON mailbox (expires);
        PRAGMA user_version = \(schemaVersion);
        """

    func secret() throws -> AccessSecret {
        try pool.read { db in
            guard let bytes = try Data.fetchOne(db, sql: "SELECT bytes FROM secret") else {
                throw RelayProblem(.storageDamaged, "The relay's secret is missing. Restore the data directory.")
            }
            return AccessSecret(bytes: [UInt8](bytes))
        }
    }

    /// Writes durably, as a push would: what works here works for the stores beside it.
    func probe(now: Int64) async throws {
        try await pool.write { db in
            try db.execute(
                sql: "INSERT INTO probe (id, at) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET at = excluded.at",
                arguments: [now])
        }
    }
}
