import Foundation
import GRDB
import TidemarkCore
import TidemarkLibrary
import TidemarkWire

/// What two libraries have in common, before one is united with the other.
package struct LibraryOverlap: Sendable, Codable, Equatable {
    /// Bookmarks outside of the trash.
    package let here: Int
    package let there: Int
    /// Of these, on both sides.
    package let same: Int
}

extension Replica {
    package func overlap(with other: Replica) throws -> LibraryOverlap {
        let (here, there) = (try addresses(), try other.addresses())
        return LibraryOverlap(here: here.count, there: there.count, same: here.intersection(there).count)
    }

    private func addresses() throws -> Set<String> {
        try read { db in
            let urls = try String.fetchCursor(
                db, sql: "SELECT url FROM item WHERE space = ? AND present AND trashed = 0 AND url NOT NULL",
                arguments: [try SpaceRecord.of(.shelf, db).id])
            var addresses: Set<String> = []
            while let url = try urls.next() { addresses.insert((try? AddressNormalizer.key(of: url)) ?? url) }
            return addresses
        }
    }

    /// Puts another library in this one's place and writes everything that is here into it, as operations of this device with
    /// their old stamps: what differs is merged as if the two had been devices of one library that did not meet for a while.
    ///
    /// One transaction: other processes see the old library or the new one. What was done before can no longer be undone.
    ///
    /// - Parameters:
    ///   - directory: the other library's. This device has written nothing there yet, and it is thrown away afterwards.
    ///   - isOneDeed: whether what is written can be undone as one; else it stays the deeds that it was.
    ///   - progress: is told how many operations of how many are written.
    /// - Returns: votes of other people, which were left out.
    /// - Throws: `ReplicaError`. Nothing has changed then.
    @discardableResult
    package func become(
        libraryIn directory: String, isOneDeed: Bool, progress: (Int, Int) -> Void = { _, _ in }
    ) throws -> Int {
        do {
            return try database.writeWithoutTransaction { db in
                try db.execute(sql: "ATTACH DATABASE ? AS other", arguments: [Self.path(in: directory)])
                // The connection lets go of it at the latest when it is closed.
                defer { try? db.execute(sql: "DETACH DATABASE other") }
                var omitted = 0
                try db.inTransaction(.immediate) {
                    let past = try SpaceRecord.all(db).map { try Past($0, db) }
                    try self.keepingSite(db) { try Self.replaceAll(db) }
                    for past in past {
                        omitted += try self.takeOver(past, isOneDeed: isOneDeed, progress: progress, db)
                    }
                    // To undo having a past would be to throw it away.
                    if !isOneDeed { try db.execute(sql: "DELETE FROM deed") }
                    return .commit
                }
                return omitted
            }
        } catch let error as DatabaseError {
            throw ReplicaError(error)
        }
    }

    /// All that a space was.
    private struct Past {
        let kind: SpaceRecord.Kind
        let archived: ArchivedSpace
        /// Places of rows that no longer go by their keys.
        let renamed: Set<Int>

        init(_ space: SpaceRecord, _ db: Database) throws {
            kind = space.kind
            let person = try WriterTable(db, space).person(of: space.writer)?.description
            archived = ArchiveMaker.make(try Replica.operations(of: space, db), person: person)
            let rows = try ArchiveRestorer(archived, space: space, person: person).rows
            let renamed = try RowMatcher.renamed(in: space, db)
            self.renamed = Set(rows.indices.filter { renamed.contains(rows[$0]) })
        }
    }

    /// Replaces the content of all tables, and makes the search index anew.
    private static func replaceAll(_ db: Database) throws {
        let clock = try ClockStore.load(db)
        try db.execute(sql: "PRAGMA defer_foreign_keys = ON")
        let tables = try String.fetchAll(
            db,
            sql: """
                SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
                AND name NOT LIKE 'item\\_text%' ESCAPE '\\' AND name <> 'grdb_migrations'
                """)
        for table in tables {
            let columns = try db.columns(in: table).map(\.name).joined(separator: ", ")
            try db.execute(sql: "DELETE FROM main.\(table)")
            try db.execute(sql: "INSERT INTO main.\(table) (\(columns)) SELECT \(columns) FROM other.\(table)")
        }
        try db.execute(sql: "INSERT INTO item_text (item_text) VALUES ('rebuild')")
        // What is written over comes later than all that was written on either side.
        var merged = try ClockStore.load(db)
        if clock.last > merged.last { merged = HybridClock(last: clock.last, offset: merged.offset) }
        try ClockStore.save(merged, db)
    }

    /// What was counted in the other library, so that two that were restored from one archive do not count it twice.
    private func counted(
        _ past: Past, in space: SpaceRecord, _ db: Database
    ) throws -> Set<ArchiveRestorer.Counting> {
        // To look through all batches takes long.
        let counts = past.archived.operations.contains { if case .count = $0.change { true } else { false } }
        guard counts else { return [] }
        let there = try Self.operations(of: space, db).compactMap { op -> ArchiveRestorer.Counting? in
            guard case .count(let field, _, _) = op.change else { return nil }
            return .init(row: op.row, field: field, stamp: op.stamp)
        }
        return Set(there)
    }

    /// Operations between two words about the progress.
    private static let reportedOperations = 8192

    private func takeOver(
        _ past: Past, isOneDeed: Bool, progress: (Int, Int) -> Void, _ db: Database
    ) throws -> Int {
        let count = past.archived.operations.count
        guard count > 0 else { return 0 }
        let space = try SpaceRecord.of(past.kind, db)
        let writers = WriterTable(db, space)
        guard try writers.held().last(space.writer) == 0 else {
            throw ReplicaError.refused("This device has written in the other library already: join again.")
        }
        // Sealing must not thin out what has become the past.
        try KeptHistory.set(upTo: UInt64(count), space: space, db)
        let person = try writers.person(of: space.writer)?.description
        let counted = try counted(past, in: space, db)
        return try edit(past.kind, DeedLog.Record(label: isOneDeed ? "join" : "leave"), action: nil, in: db) { edit in
            var matcher = RowMatcher(edit, renamed: past.renamed)
            let restorer = try ArchiveRestorer(
                past.archived, space: space, person: person, isOneDeed: isOneDeed,
                naming: { try matcher.name($0, $1, $2) })
            var omitted = 0
            for start in stride(from: 0, to: count, by: Self.reportedOperations) {
                let end = min(start + Self.reportedOperations, count)
                omitted += try restorer.replay(start..<end, in: edit, counted: counted)
                progress(end, count)
            }
            return omitted
        }.result
    }
}
