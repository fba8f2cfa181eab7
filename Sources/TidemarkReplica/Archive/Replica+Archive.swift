import GRDB
import TidemarkCore
import TidemarkLibrary
import TidemarkWire

extension Replica {
    /// Everything that is known of a space, under names that mean the same in every library. Opens every batch.
    package func archive(_ kind: SpaceRecord.Kind) throws -> ArchivedSpace {
        let (space, person) = try read { db in
            let space = try SpaceRecord.of(kind, db)
            return (space, try WriterTable(db, space).person(of: space.writer)?.description)
        }
        return ArchiveMaker.make(try operations(space.sid), person: person)
    }

    /// Whether nothing was ever written in the library's spaces.
    package func isEmpty() throws -> Bool {
        try read { db in try SpaceRecord.all(db).allSatisfy { try WriterTable(db, $0).held().isEmpty } }
    }

    /// Operations of one transaction: as many as an import makes of a chunk of records.
    private static let restoredOperations = 16_384

    /// Writes an archived space into an empty one, as operations of this device, which keep their stamps and deeds.
    ///
    /// - Parameter progress: is told how many operations are written.
    /// - Returns: how many were left out: votes of other people, which only they can cast.
    /// - Throws: `ReplicaError.refused` where the space is not empty or the archive contradicts itself. What is written by
    ///   then stays: restore into an empty library again.
    @discardableResult
    package func restore(
        _ archived: ArchivedSpace, into kind: SpaceRecord.Kind, progress: (Int) -> Void = { _ in }
    ) throws -> Int {
        let restorer = try write { db in
            let space = try SpaceRecord.of(kind, db)
            guard try WriterTable(db, space).held().isEmpty else {
                throw ReplicaError.refused("An archive is restored into an empty library: make one with --home.")
            }
            // Sealing must not thin out what has become the past.
            try KeptHistory.set(upTo: UInt64(archived.operations.count), space: space, db)
            let person = try WriterTable(db, space).person(of: space.writer)?.description
            return try ArchiveRestorer(archived, space: space, person: person)
        }
        var omitted = 0
        var record = DeedLog.Record(label: "import")
        for start in stride(from: 0, to: archived.operations.count, by: Self.restoredOperations) {
            let end = min(start + Self.restoredOperations, archived.operations.count)
            let part = try write { [record] db in
                try self.edit(kind, record, action: nil, in: db) { try restorer.replay(start..<end, in: $0) }
            }
            omitted += part.result
            record.deed = part.deed
            progress(end)
        }
        return omitted
    }
}

/// How far a writer's own operations are history that sealing keeps as it is: those of a restored archive.
enum KeptHistory {
    static func set(upTo number: UInt64, space: SpaceRecord, _ db: Database) throws {
        try Setting.set(name(space), Int64(number), db)
    }

    static func last(_ space: SpaceRecord, _ db: Database) throws -> UInt64 {
        UInt64(try Setting.integer(name(space), db) ?? 0)
    }

    private static func name(_ space: SpaceRecord) -> String { "history.\(space.kind.rawValue)" }
}
