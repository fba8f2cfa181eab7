import GRDB
import TidemarkCore
import TidemarkWire

/// What is kept of an import while it runs, so that one that was stopped (a kill, a full disk) goes on as the same action
/// when the same file comes again, and with the same result as one that was not.
enum ImportRun {
    /// A run that was stopped longer ago is history: what it made may have been changed by people since.
    private static let maximumAge: Int64 = 7 * 86_400_000

    /// Takes up the stopped run of the same source, or begins anew.
    static func begin(_ session: inout ImportSession, source: [UInt8], now: Int64, _ db: Database) throws {
        try db.execute(sql: "DELETE FROM import_run WHERE started < ?", arguments: [now - maximumAge])
        let rows = try Row.fetchAll(
            db, sql: "SELECT action, made, deed FROM import_run WHERE source = ? ORDER BY id", arguments: [source.blob])
        let made = rows.flatMap { row in
            let bytes = row.bytes("made")
            return stride(from: 0, to: bytes.count - 15, by: 16).compactMap { RowID(bytes: bytes[$0..<($0 + 16)]) }
        }
        // A device that has taken a new writer id since counts its deeds anew.
        let space = try SpaceRecord.of(.shelf, db)
        let written = try WriterTable(db, space).held().last(space.writer)
        let action = (rows.first?["action"] as UInt64?).flatMap { $0 <= written ? $0 : nil }
        let deed = action.flatMap { _ in rows.first.flatMap { $0["deed"] as Int64? } }
        session.resume(source: source, action: action, deed: deed, made: made)
    }

    /// Notes what one transaction made, as part of it.
    static func save(_ session: ImportSession, now: Int64, _ db: Database) throws {
        guard let source = session.source, let action = session.action else { return }
        try db.execute(
            sql: "INSERT INTO import_run (source, action, started, made, deed) VALUES (?, ?, ?, ?, ?)",
            arguments: [source.blob, action, now, session.madeLately.flatMap(\.bytes).blob, session.deed])
    }

    static func end(_ session: ImportSession, _ db: Database) throws {
        guard let source = session.source else { return }
        try db.execute(sql: "DELETE FROM import_run WHERE source = ?", arguments: [source.blob])
    }
}

extension Replica {
    /// Begins an import, or goes on with the run of the same source that was stopped in the last days.
    ///
    /// - Parameter fingerprint: what tells the source from others, such as its size and its first bytes.
    package func beginImport(fingerprint: [UInt8], verbose: Bool) throws -> ImportSession {
        let source = Hash(of: fingerprint).bytes
        return try write { db in
            var session = ImportSession(verbose: verbose)
            try ImportRun.begin(&session, source: source, now: self.environment.now(), db)
            return session
        }
    }

    /// Ends an import that went through.
    package func endImport(_ session: ImportSession) throws {
        try write { db in try ImportRun.end(session, db) }
    }
}
