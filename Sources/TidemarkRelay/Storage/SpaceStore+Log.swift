import Foundation
import GRDB
import TidemarkCore
import TidemarkWire

extension SpaceStore {
    /// What the space holds, per writer; a relay's log has no gaps.
    func vector(_ db: Database) throws -> VersionVector {
        var vector = VersionVector()
        let rows = try Row.fetchCursor(db.cachedStatement(sql: "SELECT writer, last FROM writer"))
        while let row = try rows.next() {
            // Columns by their place: names are looked up anew in every row.
            guard let writer = WriterID(bytes: row[0] as Data) else { continue }  // the table checks the length
            vector.insert(1...UInt64(row[1] as Int64), of: writer)
        }
        return vector
    }

    /// Whether the cursor was taken in this very log: same epoch, and the same batches up to its position.
    func isCurrent(_ cursor: SyncCursor, state: SpaceState, _ db: Database) throws -> Bool {
        guard cursor.epoch == state.epoch, cursor.position <= state.position else { return false }
        return try running(at: cursor.position, state: state, db) == cursor.running
    }

    private func running(at position: UInt64, state: SpaceState, _ db: Database) throws -> Hash? {
        if position == 0 { return .zero }
        if position == state.position { return state.running }
        return try Data.fetchOne(
            db.cachedStatement(sql: "SELECT running FROM batch WHERE position = ?"), arguments: [Int64(position)]
        ).flatMap { Hash(bytes: $0) }
    }

    /// The log after `cursor`, as far as one answer goes: at least one entry where there is one.
    func page(
        after cursor: SyncCursor?, vector: VersionVector?, pushed: Set<Hash>, state: SpaceState, _ db: Database
    ) throws -> (log: [LogEntry], cursor: SyncCursor) {
        var place = cursor ?? SyncCursor(epoch: state.epoch, position: 0, running: .zero)
        if place.position == state.position { return ([], place) }
        var log: [LogEntry] = []
        var bytes = 0
        var batches = 0
        let rows = try Row.fetchCursor(
            db.cachedStatement(
                sql: """
                    SELECT position, writer, first, last, hash, running, length(bytes) AS size
                    FROM batch WHERE position > ? ORDER BY position LIMIT ?
                    """), arguments: [Int64(place.position), RelayLimits.entriesPerAnswer])
        let body = try db.cachedStatement(sql: "SELECT bytes FROM batch WHERE position = ?")
        while let row = try rows.next() {
            let (position, first, last): (Int64, Int64, Int64) = (row[0], row[2], row[3])
            guard let writer = WriterID(bytes: row[1] as Data), let hash = Hash(bytes: row[4] as Data),
                let running = Hash(bytes: row[5] as Data)
            else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a batch row") }
            let isHeld = pushed.contains(hash) || vector?.covers(UInt64(first)...UInt64(last), of: writer) == true
            if isHeld {
                log.append(.held(hash))
            } else {
                let size: Int = row[6]
                let isFull = batches == RelayLimits.batchesPerAnswer || bytes + size > RelayLimits.answerBytes
                if isFull, batches > 0 { break }
                guard let batch = try Data.fetchOne(body, arguments: [position]) else {
                    throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a batch row")
                }
                log.append(.batch([UInt8](batch)))
                batches += 1
                bytes += size
            }
            place = SyncCursor(epoch: state.epoch, position: UInt64(position), running: running)
        }
        return (log, place)
    }
}
