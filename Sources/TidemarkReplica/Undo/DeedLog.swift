import GRDB
import TidemarkCore
import TidemarkLibrary

/// The deeds of this device, in a table of its own that is not replicated: other devices take back what they did themselves.
///
/// A deed, its undo, the undo of that and so on are a chain under one root; the root says whether the deed is taken back now.
enum DeedLog {
    /// As long as shadows are kept.
    private static let lifetime: Int64 = 90 * 86_400_000
    /// Deeds between two looks for old ones.
    private static let pruneInterval: Int64 = 64

    /// Which deed a transaction belongs to.
    struct Record {
        var label: String
        /// Set for a deed of several transactions from the second one on.
        var deed: Int64?
        /// What an undo takes back.
        var undoes: (deed: Int64, root: Int64)?
    }

    /// Writes one transaction of a deed.
    ///
    /// - Returns: the deed's id; nil where nothing was done that could be taken back.
    static func append(
        _ effects: [DeedEffect], range: ClosedRange<UInt64>, writer: Int64, space: SpaceRecord, now: Int64,
        _ record: Record, _ db: Database
    ) throws -> Int64? {
        if effects.isEmpty, record.deed == nil, record.undoes == nil { return nil }
        let things = Set(effects.filter { $0.kind != Kind.placement.id }.map(\.row)).count
        let size = max(things, effects.isEmpty ? 0 : 1)
        let deed: Int64
        if let known = record.deed {
            deed = known
            try db.execute(sql: "UPDATE deed SET size = size + ? WHERE id = ?", arguments: [size, deed])
        } else {
            try db.cachedStatement(
                sql: "INSERT INTO deed (space, made_at, label, size, undoes, root) VALUES (?, ?, ?, ?, ?, ?)"
            ).execute(arguments: [
                space.id, now, record.label, size, record.undoes?.deed, record.undoes?.root ?? 0,
            ])
            deed = db.lastInsertedRowID
            if record.undoes == nil {
                try db.cachedStatement(sql: "UPDATE deed SET root = id WHERE id = ?").execute(arguments: [deed])
            }
            if deed % pruneInterval == 0 {
                try db.execute(
                    sql: "DELETE FROM deed WHERE root IN (SELECT root FROM deed GROUP BY root HAVING max(made_at) < ?)",
                    arguments: [now - lifetime])
            }
        }
        try db.cachedStatement(
            sql: "INSERT INTO deed_part (deed, writer, first, last, effects) VALUES (?, ?, ?, ?, ?)"
        ).execute(arguments: [deed, writer, range.lowerBound, range.upperBound, DeedEffect.encode(effects).blob])
        return deed
    }

    static let columns = """
        d.id, d.made_at, d.label, d.size, d.undoes, s.kind AS space, d.root,
        (d.undoes IS NULL AND d.undone) OR EXISTS (SELECT 1 FROM deed u WHERE u.undoes = d.id) AS is_undone
        """

    static func deed(_ row: Row) -> Deed {
        Deed(
            id: row["id"], madeAt: row["made_at"], label: row["label"], space: row["space"], size: row["size"],
            undoes: row["undoes"], isUndone: row["is_undone"])
    }

    /// Everything that a deed did, a cell at a time.
    static func effects(of deed: Int64, _ db: Database) throws -> [DeedEffect] {
        var order: [DeedEffect.Cell] = []
        var effects: [DeedEffect.Cell: DeedEffect] = [:]
        let parts = try Row.fetchCursor(
            db, sql: "SELECT effects FROM deed_part WHERE deed = ? ORDER BY first", arguments: [deed])
        while let part = try parts.next() {
            for effect in try DeedEffect.decode(part.bytes(0)) {
                let cell = effect.cell
                if let earlier = effects[cell] {
                    effects[cell] = earlier.followed(by: effect)
                } else {
                    order.append(cell)
                    effects[cell] = effect
                }
            }
        }
        return order.compactMap { effects[$0] }
    }

    /// The ops of a chain, and of all deeds of the space that are taken back now: what they wrote is not in the way of an undo.
    static func ranges(
        root: Int64, space: SpaceRecord, writers: WriterTable, _ db: Database
    ) throws -> [WriterID: [ClosedRange<UInt64>]] {
        var ranges: [WriterID: [ClosedRange<UInt64>]] = [:]
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT p.writer, p.first, p.last FROM deed_part p JOIN deed d ON d.id = p.deed JOIN deed r ON r.id = d.root
                WHERE d.space = ? AND (d.root = ? OR r.undone) ORDER BY p.writer, p.first
                """, arguments: [space.id, root])
        for row in rows {
            ranges[try writers.writer(row["writer"]), default: []].append(
                (row["first"] as UInt64)...(row["last"] as UInt64))
        }
        return ranges
    }
}
