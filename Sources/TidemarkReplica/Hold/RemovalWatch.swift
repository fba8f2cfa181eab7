import GRDB
import TidemarkCore
import TidemarkLibrary
import TidemarkWire

/// Counts what other devices put into the trash, and holds back what is too much at once.
///
/// A removal is merged like anything else. Where one device has removed too much, by one action or within a day, the marks that
/// hide it are held on this device: what they hide stays in sight and is listed until a person accepts or refuses. What counts
/// is that an item went from sight here, for whatever reason; the time is that of arrival, which the other device cannot choose.
struct RemovalWatch {
    /// In which the removals of one device are added up.
    private static let window: Int64 = 86_400_000
    /// An action may take longer than that to arrive.
    private static let memory: Int64 = 7 * 86_400_000
    /// More than people remove by hand in a day.
    private static let maximumItems = 1000
    /// One part in so many of what is here.
    private static let share = 5
    /// Whoever has few bookmarks removes a fifth of them with a few deletions.
    private static let minimumItems = 20

    private let merger: SpaceMerger
    private let now: Int64
    /// Items that came after the log was last read to its end: what was never seen here is not missed either.
    private let level: Int64

    private var db: Database { merger.db }

    /// Nil while this device reads a space's log for the first time: what is in it happened before.
    init?(_ merger: SpaceMerger, now: Int64) throws {
        guard let level = try Setting.integer(Self.setting(merger.space), merger.db) else { return nil }
        self.merger = merger
        self.now = now
        self.level = level
    }

    private static func setting(_ space: SpaceRecord) -> String { "level.\(space.kind.rawValue)" }

    /// Notes that the log is read to its end.
    static func noteLevel(_ space: SpaceRecord, _ db: Database) throws {
        guard space.kind == .shelf else { return }
        let last = try Int64.fetchOne(db.cachedStatement(sql: "SELECT max(id) FROM item"))
        try Setting.set(setting(space), last ?? 0, db)
    }

    /// Judges what a batch has hidden, which is merged and written.
    ///
    /// - Returns: how many items are held that were not before.
    func judge(_ batch: BatchHeader, _ operations: [Op]) throws -> Int {
        let hidden = merger.hiddenItems.filter { $0 <= level }
        merger.hiddenItems = []
        guard !hidden.isEmpty, let first = operations.first, let last = operations.last else { return 0 }
        let writer = try merger.writers.number(of: batch.writer)
        try note(hidden, writer: writer, action: last.action)
        let since: StatementArguments = [writer, now - Self.window, first.action]
        let recent = "writer = ? AND (received_at > ? OR action = ?)"
        let removed = try Int.fetchOne(db, sql: "SELECT sum(items) FROM removal WHERE \(recent)", arguments: since) ?? 0
        guard removed >= Self.minimumItems, try isTooMuch(removed) else { return 0 }
        let marks = try Row.fetchAll(
            db,
            sql: """
                SELECT m.writer, m.number, m.kind, m.row FROM removal r JOIN removal_mark m ON m.removal = r.id
                WHERE NOT r.held AND r.id IN (SELECT id FROM removal WHERE \(recent))
                """, arguments: since)
        try db.execute(sql: "UPDATE removal SET held = 1 WHERE \(recent)", arguments: since)
        for mark in marks { merger.heldMarks.insert(Dot(try merger.writers.writer(mark["writer"]), mark["number"])) }
        try Self.touch(marks, merger)
        try merger.flush()
        merger.hiddenItems = []
        return try Self.pin(merger.space, db)
    }

    /// Looks at no more items than decide it.
    private func isTooMuch(_ removed: Int) throws -> Bool {
        if removed > Self.maximumItems { return true }
        // removed * share > seen + removed
        let enough = removed * (Self.share - 1)
        let seen = try Int.fetchOne(
            db,
            sql: "SELECT count(*) FROM (SELECT 1 FROM item WHERE present AND trashed = 0 AND space = ? LIMIT ?)",
            arguments: [merger.space.id, enough])
        return (seen ?? 0) < enough
    }

    private func note(_ hidden: [Int64], writer: Int64, action: UInt64) throws {
        try db.execute(sql: "DELETE FROM removal WHERE NOT held AND received_at < ?", arguments: [now - Self.memory])
        try db.execute(
            sql: "INSERT INTO removal (space, writer, action, received_at, items) VALUES (?, ?, ?, ?, ?)",
            arguments: [merger.space.id, writer, action, now, hidden.count])
        let removal = db.lastInsertedRowID
        let addItem = try db.cachedStatement(sql: "INSERT INTO removal_item (removal, item) VALUES (?, ?)")
        let addMark = try db.cachedStatement(
            sql: "INSERT OR IGNORE INTO removal_mark (removal, writer, number, kind, row) VALUES (?, ?, ?, ?, ?)")
        var known: Set<RowID> = []
        for local in hidden {
            let row = try merger.row(local, .item)
            try addItem.execute(arguments: [removal, row.bytes.blob])
            for entry in try causes(of: merger.entry(row, .item)) where known.insert(entry.row).inserted {
                for mark in entry.trashMarks.map(\.version.dot) {
                    try addMark.execute(arguments: [
                        removal, try merger.writers.number(of: mark.writer), mark.number, entry.kind.rawValue,
                        entry.row.bytes.blob,
                    ])
                }
            }
        }
    }

    /// The rows whose trash marks hide an item: itself, and the folders on the way to its places.
    private func causes(of item: MergeEntry) throws -> [MergeEntry] {
        var causes = [item]
        for placement in try merger.placements(of: item) {
            guard let folder = placement.place?.folder, folder != .root else { continue }
            causes += try ([folder] + merger.folders.ancestors(of: folder)).compactMap { try merger.find($0, .folder) }
        }
        return causes
    }

    /// Has the rows of marks looked at again.
    static func touch(_ marks: [Row], _ merger: SpaceMerger) throws {
        for mark in marks {
            guard let row = RowID(bytes: mark.bytes("row")), let kind = Kind(KindID(rawValue: mark["kind"])) else {
                throw ReplicaError.damaged("the list of what is held")
            }
            try merger.touch(row, kind)
        }
    }

    /// Marks the items that are in sight only because of a hold.
    ///
    /// - Returns: how many of them were not marked before.
    @discardableResult
    static func pin(_ space: SpaceRecord, _ db: Database) throws -> Int {
        try db.execute(
            sql: """
                UPDATE item SET held = 1 WHERE space = ? AND NOT held AND trashed = 0 AND rid IN (
                  SELECT i.item FROM removal r JOIN removal_item i ON i.removal = r.id WHERE r.held AND r.space = ?)
                """, arguments: [space.id, space.id])
        return db.changesCount
    }
}
