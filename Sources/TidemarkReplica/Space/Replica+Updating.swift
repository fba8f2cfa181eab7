import GRDB
package import TidemarkLibrary

/// A library that was used with an earlier version: its tables lack what that did not know.
extension Replica {
    /// Makes the tables anew that an earlier version made, and takes in the batches that it could not read. One transaction, as
    /// long as a first sync; no more than a look where there is nothing to do.
    ///
    /// - Throws: `ReplicaError.tooNew` for a library of a later version.
    package func update() throws {
        let versions = try read { try Int64.fetchAll($0, sql: "SELECT DISTINCT schema FROM space") }
        guard versions.allSatisfy({ $0 <= SchemaVersion.current.rawValue }) else {
            throw ReplicaError.tooNew("The library was used with a newer version of Tidemark")
        }
        guard versions.contains(where: { $0 < SchemaVersion.current.rawValue }) else { return }
        try remake(as: .current)
    }

    /// Makes a library what an earlier version would have made of it: for simulations of devices that differ.
    package func setBack(to version: SchemaVersion) throws { try remake(as: version) }

    private func remake(as version: SchemaVersion) throws {
        try write { db in
            for space in try SpaceRecord.all(db) where space.schema != version {
                try db.execute(
                    sql: "UPDATE space SET schema = ? WHERE id = ?", arguments: [version.rawValue, space.id])
                let renewed = try SpaceRecord.with(space.sid, db)
                try Rebuilding.rebuild(renewed, db)
                let inbox = try Inbox(db, renewed, watchingAt: self.environment.now())
                try inbox.retryParked()
                try inbox.finish()
            }
        }
    }
}
