import GRDB
import TidemarkCore
import TidemarkLibrary

/// Since when what lost is shown, on this device: moved on once a day, with what is counted by it.
enum ShadowHorizon {
    private static let setting = "shadow.horizon"
    /// So often the counts are brought up to date; lists and commands look at the clock themselves.
    private static let interval: Int64 = 86_400_000

    /// Milliseconds since 1970.
    static func load(_ db: Database) throws -> Int64 { try Setting.integer(setting, db) ?? 0 }

    /// Counts anew what a day has made too old. Cost: one look-up, and once a day the rows that have lost values.
    static func advance(now: Int64, _ db: Database) throws {
        let horizon = now - Shadow.lifetime
        let before = try load(db)
        // A clock that was set back by more than a day counts as well.
        guard abs(horizon - before) >= interval else { return }
        try Setting.set(setting, horizon, db)
        for space in try SpaceRecord.all(db) {
            let merger = try SpaceMerger(db, space)
            for kind in Kind.allCases {
                let table = TableSchema.of(kind).name
                let rows = try Row.fetchAll(
                    db.cachedStatement(
                        sql: "SELECT rid, conflicts FROM \(table) WHERE space = ? AND conflicts > 0"),
                    arguments: [space.id])
                for row in rows {
                    guard let id = RowID(bytes: row.bytes("rid")) else { throw ReplicaError.damaged("a row's id") }
                    let count = try merger.entry(id, kind).conflicts(since: horizon)
                    if count != row["conflicts"] as Int { try merger.touch(id, kind) }
                }
            }
            try merger.flush()
        }
    }
}
