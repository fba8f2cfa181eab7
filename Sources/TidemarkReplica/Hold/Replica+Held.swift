import GRDB
import TidemarkCore
import TidemarkLibrary

/// Deciding on what is held.
extension Replica {
    /// What other devices have removed and this one holds back, by device; the bookmarks oldest first.
    package func heldRemovals() throws -> [HeldRemoval] {
        try read { db in
            let space = try SpaceRecord.of(.shelf, db)
            let merger = try SpaceMerger(db, space)
            let writers = try Row.fetchAll(
                db,
                sql: """
                    SELECT writer, max(received_at) AS at FROM removal WHERE held AND space = ? GROUP BY writer ORDER BY at
                    """, arguments: [space.id])
            return try writers.map { row in
                let rows = try Row.fetchAll(
                    db,
                    sql: """
                        SELECT \(Self.columns) FROM item i WHERE i.space = ? AND i.held AND i.trashed = 0 AND i.rid IN (
                          SELECT h.item FROM removal r JOIN removal_item h ON h.removal = r.id WHERE r.held AND r.writer = ?)
                        ORDER BY i.added_at, i.id
                        """, arguments: [space.id, row["writer"] as Int64])
                return HeldRemoval(
                    device: try merger.deviceName(of: merger.writers.writer(row["writer"])), receivedAt: row["at"],
                    bookmarks: try Self.bookmarks(rows, db))
            }
        }
    }

    /// Decides on everything that is held, or on what one device has removed.
    ///
    /// Accepting lets the removal take its course here; it needs no operation, since it is merged long ago. Refusing takes what
    /// was removed out of the trash, for all devices.
    ///
    /// - Parameter device: as `HeldRemoval.device`; nil for all.
    /// - Returns: how many bookmarks are in the trash now, or stay.
    /// - Throws: `ReplicaError.notFound` where nothing is held.
    package func decideHeld(accept: Bool, device: String? = nil) throws -> Int {
        try write { db in
            let space = try SpaceRecord.of(.shelf, db)
            let merger = try SpaceMerger(db, space)
            let removals = try Row.fetchAll(
                db, sql: "SELECT id, writer FROM removal WHERE held AND space = ?", arguments: [space.id]
            ).filter { row in
                try device == nil || device == merger.deviceName(of: merger.writers.writer(row["writer"]))
            }.map { $0["id"] as Int64 }
            guard !removals.isEmpty else {
                throw ReplicaError.notFound(
                    device.map { "Nothing that the device \"\($0)\" removed is held." } ?? "Nothing is held.")
            }
            let list = removals.map(String.init).joined(separator: ", ")
            let marks = try Row.fetchAll(
                db, sql: "SELECT DISTINCT kind, row FROM removal_mark WHERE removal IN (\(list))")
            let items = "SELECT item FROM removal_item WHERE removal IN (\(list))"
            let before = try Int64.fetchAll(
                db, sql: "SELECT id FROM item WHERE space = ? AND held AND trashed = 0 AND rid IN (\(items))",
                arguments: [space.id])
            try db.execute(
                sql: "UPDATE item SET held = 0 WHERE space = ? AND rid IN (\(items))", arguments: [space.id])
            try db.execute(sql: "DELETE FROM removal WHERE id IN (\(list))")
            try RemovalWatch.pin(space, db)
            if accept {
                let merger = try SpaceMerger(db, space)
                try RemovalWatch.touch(marks, merger)
                try merger.flush()
            } else {
                _ = try self.edit(.shelf, DeedLog.Record(label: "held refuse"), action: nil, in: db) { edit in
                    try RemovalWatch.touch(marks, edit.merger)
                    for mark in marks {
                        guard let row = RowID(bytes: mark.bytes("row")), let kind = Kind(KindID(rawValue: mark["kind"]))
                        else { continue }
                        try edit.restore(row, kind)
                    }
                }
            }
            let ids = before.map(String.init).joined(separator: ", ")
            return try Int.fetchOne(
                db, sql: "SELECT count(*) FROM item WHERE id IN (\(ids)) AND (trashed <> 0) = ?", arguments: [accept])
                ?? 0
        }
    }
}
