import GRDB
import TidemarkCore
import TidemarkWire

/// What this replica knows of a space's relay.
struct RelayState {
    var url: String
    var cursor: SyncCursor?
    /// What the relay said it holds, nil before the first contact.
    var vector: VersionVector?
    /// Milliseconds since 1970.
    var lastSync: Int64?
    var problem: String?

    static func load(_ space: SpaceRecord, _ db: Database) throws -> RelayState? {
        guard
            let row = try Row.fetchOne(
                db.cachedStatement(sql: "SELECT * FROM relay WHERE space = ?"), arguments: [space.id])
        else {
            return nil
        }
        var cursor: SyncCursor?
        if let running = Hash(bytes: row.bytes("running")) {
            cursor = SyncCursor(epoch: row.bytes("epoch"), position: row["position"] ?? 0, running: running)
        }
        let vector = row.bytes("vector")
        return RelayState(
            url: row["url"], cursor: cursor,
            vector: vector.isEmpty && row["last_sync"] as Int64? == nil ? nil : try VersionVector(serialized: vector),
            lastSync: row["last_sync"], problem: row["problem"])
    }

    func save(_ space: SpaceRecord, _ db: Database) throws {
        try db.cachedStatement(
            sql: """
                UPDATE relay SET url = ?, epoch = ?, position = ?, running = ?, vector = ?, last_sync = ?, problem = ?
                WHERE space = ?
                """
        ).execute(arguments: [
            url, cursor?.epoch.blob, cursor?.position, cursor?.running.bytes.blob, try vector?.serialized().blob,
            lastSync, problem, space.id,
        ])
    }
}
