import Foundation
import GRDB
import Synchronization
import TidemarkCore
package import TidemarkLibrary
import TidemarkWire

/// One device's whole library: a SQLite database that every command, the sync engine and other processes share.
///
/// All changes run through `edit`, which numbers the operations, merges them into the tables and writes them into the journal
/// in one transaction, durable when it returns. Reads see the last committed state and never wait for writers.
package final class Replica: Sendable {
    /// Schema version of databases that this code understands.
    let database: any DatabaseWriter
    package let environment: Environment
    /// The directory, nil for a replica in memory.
    package let home: String?
    private let edited = Atomic(false)
    /// Whether this process has made a deed here.
    package var hasEdited: Bool { edited.load(ordering: .relaxed) }

    init(database: any DatabaseWriter, environment: Environment, home: String?) {
        self.database = database
        self.environment = environment
        self.home = home
    }

    /// Makes one deed: ops, tables and journal in one transaction, durable on return. On an error nothing has changed.
    ///
    /// - Parameter label: what lists of deeds call it: the command.
    package func edit<T: Sendable>(
        _ kind: SpaceRecord.Kind, label: String = "edit", _ body: @Sendable (Edit) throws -> T
    ) throws -> T {
        try write { db in
            try self.edit(kind, DeedLog.Record(label: label), action: nil, in: db) { try body($0) }.result
        }
    }

    /// One transaction of a deed that may span several.
    ///
    /// - Returns: what the deed is called by others (its action) and here; nil where nothing was done yet.
    func edit<T>(
        _ kind: SpaceRecord.Kind, _ record: DeedLog.Record, action: UInt64?, in db: Database,
        _ body: (Edit) throws -> T
    ) throws -> (result: T, action: UInt64, deed: Int64?) {
        try ShadowHorizon.advance(now: environment.now(), db)
        let space = try SpaceRecord.of(kind, db)
        let merger = try SpaceMerger(db, space)
        var clock = try ClockStore.load(db)
        let stamp = clock.next(now: environment.now())
        try ClockStore.save(clock, db)
        let writer = space.writer
        let first = merger.vector.last(writer) + 1
        let edit = Edit(merger, writer: writer, action: action, stamp: stamp, environment: environment)
        let result = try body(edit)
        try merger.flush()
        var deed = record.deed
        if let last = edit.ops.last?.dot.number {
            edited.store(true, ordering: .relaxed)
            try Journal.append(edit.ops, range: first...last, space: space, writer: writer, db)
            deed = try DeedLog.append(
                edit.effects, range: first...last, writer: merger.writers.number(of: writer), space: space,
                now: environment.now(), record, db)
        }
        return (result, edit.action, deed)
    }

    /// Takes records of an import, in transactions of `chunk` records.
    package func take(
        _ records: [ImportRecord], _ session: inout ImportSession
    ) throws {
        session = try write { [session] db in
            var session = session
            let record = DeedLog.Record(label: session.label, deed: session.deed)
            let (_, _, deed) = try self.edit(.shelf, record, action: session.action, in: db) { edit in
                edit.importedKeys = session.keys
                for record in records { try edit.take(record, &session) }
                session.keys = edit.importedKeys
                // A transaction without ops has used no number: the next deed, anybody's, gets it.
                if !edit.ops.isEmpty { session.action = edit.action }
            }
            session.deed = deed
            try ImportRun.save(session, now: self.environment.now(), db)
            session.endTransaction()
            return session
        }
    }

    // MARK: Access

    func read<T: Sendable>(_ body: @Sendable (Database) throws -> T) throws -> T {
        do {
            return home == nil ? try readInMemory(body) : try database.read(body)
        } catch let error as DatabaseError {
            throw ReplicaError(error)
        }
    }

    /// A library in memory has one connection. GRDB would forbid it with a pragma to write before each read, and allow it again
    /// afterwards, and SQLite compiles every cached statement anew after each pragma.
    private func readInMemory<T: Sendable>(_ body: @Sendable (Database) throws -> T) throws -> T {
        try database.unsafeRead { db in
            let changes = db.totalChangesCount
            defer { precondition(db.totalChangesCount == changes, "what only reads has written") }
            return try body(db)
        }
    }

    func write<T: Sendable>(_ body: @Sendable (Database) throws -> T) throws -> T {
        do {
            return try database.write(body)
        } catch let error as DatabaseError {
            throw ReplicaError(error)
        }
    }
}

extension ReplicaError {
    init(_ error: DatabaseError) {
        switch error.resultCode {
        case .SQLITE_FULL:
            self = .storage("The disk is full: nothing was changed. Free some space and try again.")
        case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM:
            self = .storage(
                "The library cannot be written (\(error.message ?? "read-only")): check the rights of its directory.")
        case .SQLITE_IOERR:
            self = .storage(
                "The disk reported an error (\(error.message ?? "I/O")): nothing was changed. Check whether it is full."
            )
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self = .busy("Another process has kept the library busy for too long: try again.")
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self = .damaged(error.message ?? "SQLite cannot read it")
        default:
            self = .damaged("\(error.message ?? "SQLite error") (\(error.resultCode.rawValue))")
        }
    }
}
