import GRDB
import TidemarkCore
import TidemarkWire

/// A device that comes back after half a year with work of its own: it reads first, then looks at what it did (`Rebase`), and
/// sends it last.
enum Absence {
    /// Notes an absence where one ends, before anything is sealed.
    ///
    /// - Returns: whether this device must read only.
    static func isEnding(_ space: SpaceRecord, _ relay: RelayState?, now: Int64, _ db: Database) throws -> Bool {
        if try before(space, db) != nil { return true }
        guard let last = relay?.lastSync, now - last > Horizon.absence else { return false }
        let hasWork = try Bool.fetchOne(
            db,
            sql: """
                SELECT EXISTS (SELECT 1 FROM journal WHERE space = ?1)
                OR EXISTS (SELECT 1 FROM batch WHERE space = ?1 AND in_flight)
                """, arguments: [space.id])
        guard hasWork == true else { return false }
        let held = try WriterTable(db, space).held()
        try db.execute(
            sql: "UPDATE space SET away = ? WHERE id = ?", arguments: [try held.serialized().blob, space.id])
        return true
    }

    /// What was held when the device came back; nil where none is coming back.
    private static func before(_ space: SpaceRecord, _ db: Database) throws -> VersionVector? {
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT away FROM space WHERE id = ? AND away NOT NULL"), arguments: [space.id])
        return try row.map { try VersionVector(serialized: $0.bytes(0)) }
    }

    /// Ends it, once the relay's log is read to its end.
    ///
    /// - Parameter relay: what the relay holds: of batches whose fate was unknown, those that it does not have are opened again.
    /// - Returns: how many changes have become shadows; nil where there was no absence.
    static func end(
        _ space: SpaceRecord, relay: VersionVector, environment: Environment, _ db: Database
    ) throws -> Int? {
        guard let before = try before(space, db) else { return nil }
        try db.execute(sql: "UPDATE space SET away = NULL WHERE id = ?", arguments: [space.id])
        let sent = relay.last(space.writer)
        let writer = try WriterTable(db, space).number(of: space.writer)
        try db.execute(
            sql: "UPDATE batch SET in_flight = 0 WHERE space = ? AND writer = ? AND in_flight AND last <= ?",
            arguments: [space.id, writer, sent])
        try Sealing.reopen(from: sent + 1, space: space, db)
        let space = try SpaceRecord.with(space.sid, db)
        guard !before.covers(space.horizon) else { return 0 }
        return try Rebase(db, space, environment: environment, before: before).run()
    }
}
