import Foundation
import GRDB
import TidemarkWire

/// The one row that says where a space's log stands.
struct SpaceState: Hashable, Sendable {
    let epoch: [UInt8]
    /// Batches in the log.
    var position: UInt64
    /// Running hash at `position`.
    var running: Hash
    /// Sum of the batches' sizes.
    var bytes: Int64
    /// Relay time of the newest receipt, in milliseconds since 1970.
    var newestReceipt: Int64

    /// Throws for a file that has no such row: damage.
    init(_ db: Database) throws {
        guard
            let row = try Row.fetchOne(
                db.cachedStatement(sql: "SELECT epoch, position, running, bytes, newest_receipt FROM space")),
            let running = Hash(bytes: row["running"] as Data)
        else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "no state row") }
        epoch = [UInt8](row["epoch"] as Data)
        position = UInt64(bitPattern: row["position"])
        self.running = running
        bytes = row["bytes"]
        newestReceipt = row["newest_receipt"]
    }

    func save(_ db: Database) throws {
        try db.cachedStatement(sql: "UPDATE space SET position = ?, running = ?, bytes = ?, newest_receipt = ?")
            .execute(arguments: [Int64(bitPattern: position), Data(running.bytes), bytes, newestReceipt])
    }
}
