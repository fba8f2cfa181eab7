import GRDB
import TidemarkCore

/// The replica's clock between transactions.
enum ClockStore {
    static func load(_ db: Database) throws -> HybridClock {
        HybridClock(
            last: Stamp(rawValue: UInt64(bitPattern: try Setting.integer("clock.last", db) ?? 0)),
            offset: try Setting.integer("clock.offset", db) ?? 0)
    }

    static func save(_ clock: HybridClock, _ db: Database) throws {
        try Setting.set("clock.last", Int64(bitPattern: clock.last.rawValue), db)
        try Setting.set("clock.offset", clock.offset, db)
    }
}

/// Named values of the replica itself.
enum Setting {
    static func integer(_ name: String, _ db: Database) throws -> Int64? {
        try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT value FROM setting WHERE name = ?"), arguments: [name])
    }

    static func text(_ name: String, _ db: Database) throws -> String? {
        try String.fetchOne(
            db.cachedStatement(sql: "SELECT value FROM setting WHERE name = ?"), arguments: [name])
    }

    static func set(_ name: String, _ value: some DatabaseValueConvertible, _ db: Database) throws {
        try db.cachedStatement(
            sql:
                "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
        ).execute(arguments: [name, value])
    }
}
