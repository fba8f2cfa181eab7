import GRDB
package import TidemarkLibrary

/// Deeds that are done and taken back again: what they would come to. Nothing has changed on return, the clock included.
extension Replica {
    /// Rehearses one deed. Other writers wait as long.
    package func rehearse<T>(_ kind: SpaceRecord.Kind, _ body: (Edit) throws -> T) throws -> T {
        try takenBack { db in try self.edit(kind, DeedLog.Record(label: ""), action: nil, in: db, body).result }
    }

    /// Rehearses an import.
    ///
    /// - Parameter body: hands the records over in chunks, as to `take`.
    package func rehearse(
        _ session: ImportSession, _ body: (_ take: ([ImportRecord]) throws -> Void) throws -> Void
    ) throws -> ImportSession {
        try takenBack { db in
            var session = session
            try body { records in
                let record = DeedLog.Record(label: session.label, deed: session.deed)
                let (_, action, deed) = try self.edit(.shelf, record, action: session.action, in: db) { edit in
                    edit.importedKeys = session.keys
                    for record in records { try edit.take(record, &session) }
                    session.keys = edit.importedKeys
                }
                session.action = action
                session.deed = deed
            }
            return session
        }
    }

    private func takenBack<T>(_ body: (Database) throws -> T) throws -> T {
        do {
            return try database.writeWithoutTransaction { db in
                var result: T?
                try db.inTransaction(.immediate) {
                    result = try body(db)
                    return .rollback
                }
                guard let result else { throw ReplicaError.damaged("a rehearsal came to nothing") }
                return result
            }
        } catch let error as DatabaseError {
            throw ReplicaError(error)
        }
    }
}
