import GRDB
import TidemarkCore

/// Taking back what was done on this device.
extension Replica {
    /// The last deeds, the newest first.
    package func deeds(limit: Int) throws -> [Deed] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT \(DeedLog.columns) FROM deed d JOIN space s ON s.id = d.space ORDER BY d.id DESC LIMIT ?
                    """, arguments: [limit]
            ).map(DeedLog.deed)
        }
    }

    /// Takes back a deed, or the last one that is not taken back; an undo can be taken back itself.
    ///
    /// New ops put back what stood there before. What somebody has changed since is left alone and listed.
    /// - Throws: `ReplicaError.notFound`; `.refused` for what is taken back already.
    package func undo(_ id: Int64?) throws -> UndoReport {
        try write { db in
            let found = try id.map { try self.deed($0, db) } ?? self.lastDeed(db)
            let (deed, root) = found
            guard let kind = SpaceRecord.Kind(rawValue: deed.space) else {
                throw ReplicaError.damaged("a deed's space")
            }
            let space = try SpaceRecord.of(kind, db)
            let isUndone =
                try Bool.fetchOne(db, sql: "SELECT undone FROM deed WHERE id = ?", arguments: [root]) ?? false
            // What was brought back is taken back as a whole, with what its first undo had to leave alone.
            let effects = try DeedLog.effects(of: isUndone ? deed.id : root, db)
            let own = try DeedLog.ranges(root: root, space: space, writers: WriterTable(db, space), db)
            let label =
                deed.undoes == nil ? "undo \(deed.label)" : "redo \(deed.label.split(separator: " ").last ?? "")"
            let record = DeedLog.Record(label: label, undoes: (deed.id, root))
            let done = try self.edit(kind, record, action: nil, in: db) { try $0.undo(effects, own: own) }
            try db.execute(sql: "UPDATE deed SET undone = NOT undone WHERE id = ?", arguments: [root])
            // An import that was stopped and taken back does not go on.
            try db.execute(sql: "DELETE FROM import_run WHERE deed = ?", arguments: [root])
            return UndoReport(
                deed: deed.id, label: deed.label, undo: done.deed, changed: done.result.changed, kept: done.result.kept)
        }
    }

    private func deed(_ id: Int64, _ db: Database) throws -> (Deed, root: Int64) {
        let row = try Row.fetchOne(
            db, sql: "SELECT \(DeedLog.columns) FROM deed d JOIN space s ON s.id = d.space WHERE d.id = ?",
            arguments: [id])
        guard let row else {
            throw ReplicaError.notFound("There is no action \(id): `tidemark undo --list` shows those of this device.")
        }
        let deed = DeedLog.deed(row)
        if deed.isUndone {
            let last = try Int64.fetchOne(
                db, sql: "SELECT max(id) FROM deed WHERE root = ?", arguments: [row["root"] as Int64])
            let hint = last.flatMap { $0 == id ? nil : " by action \($0)" } ?? ""
            throw ReplicaError.refused("Action \(id) is taken back already\(hint).")
        }
        return (deed, row["root"])
    }

    /// The newest deed that is in effect and is no undo. What was brought back counts from then on.
    private func lastDeed(_ db: Database) throws -> (Deed, root: Int64) {
        let last = try Int64.fetchOne(
            db,
            sql: "SELECT max(d.id) AS last FROM deed d JOIN deed r ON r.id = d.root WHERE NOT r.undone GROUP BY d.root "
                + "ORDER BY last DESC LIMIT 1")
        guard let last else {
            throw ReplicaError.notFound(
                "There is nothing to undo: nothing was done on this device in the last 90 days.")
        }
        return try deed(last, db)
    }
}
