import GRDB
import TidemarkCore
import TidemarkLibrary
import TidemarkWire

@testable import TidemarkReplica

/// What only tests do to a replica.
extension Replica {
    func longestOrderKey() throws -> Int {
        try read { db in
            let keys = "SELECT order_key FROM placement UNION ALL SELECT order_key FROM folder"
            return try Int.fetchOne(db, sql: "SELECT max(length(order_key)) FROM (\(keys))") ?? 0
        }
    }

    /// Replaces the keys of a space by others.
    func forgetKeys(_ sid: SpaceID) throws {
        try write { db in
            try db.execute(
                sql: "UPDATE epoch_key SET key = ? WHERE space = ?",
                arguments: [[UInt8](repeating: 7, count: 32).blob, try SpaceRecord.with(sid, db).id])
        }
    }

    func rebuildTables() throws {
        try write { db in for space in try SpaceRecord.all(db) { try Inbox.rebuild(space, db) } }
    }

    /// Works on the merged state of a space, in one transaction.
    func inSpace<T: Sendable>(_ kind: SpaceRecord.Kind, _ body: @Sendable (SpaceMerger) throws -> T) throws -> T {
        try write { db in
            guard let space = try SpaceRecord.all(db).first(where: { $0.kind == kind }) else {
                throw ReplicaError.notFound("no \(kind)")
            }
            let merger = try SpaceMerger(db, space)
            let result = try body(merger)
            try merger.flush()
            return result
        }
    }

    /// All values of the first column.
    func column(_ sql: String) throws -> [String] { try read { try String.fetchAll($0, sql: sql) } }
}

extension Edit {
    func placement(of item: RowID, in folder: RowID) throws -> RowID {
        guard let found = try placements(of: item).first(where: { $0.folder == folder }) else {
            throw ReplicaError.notFound("placement")
        }
        return found.row
    }

    func releaseRow(tool: String, release: String) throws -> RowID {
        let tool = NaturalKey(text: tool).rowID(kind: Kind.tool.id, space: spaceID)
        return NaturalKey(rows: [tool], text: release).rowID(kind: Kind.release.id, space: spaceID)
    }

    /// A vote under somebody else's name, as a hostile device would write it.
    func forgeVote(_ release: RowID, person: PersonID, _ stance: String) throws {
        let key = NaturalKey(rows: [release], text: person.description)
        let row = key.rowID(kind: Kind.vote.id, space: spaceID)
        try emit(row, .vote, .create(key))
        try emit(row, .vote, .set(.stance, .text(stance)))
    }
}
