import GRDB
package import TidemarkCore
import TidemarkLibrary
import TidemarkWire

/// The vector that every active device holds and that is at least 90 days old: what was replaced below it may be forgotten, and
/// a device that does not hold it must look at what it did meanwhile before it sends it (`Rebase`).
///
/// Devices say with their acknowledgements what they have found it to be, and it is all of that together: a function of the
/// operations that are merged, which only grows.
enum Horizon {
    private static let day: Int64 = 86_400_000
    /// Who has not said anything for so long is away, and is not waited for.
    static let absence = 180 * day
    /// Nothing is forgotten before: trash and shadows are kept for so long.
    static let age = 90 * day

    /// What the acknowledgements let a device find.
    static func of(_ acknowledgements: [Acknowledgements.Acknowledgement]) -> VersionVector {
        guard let now = acknowledgements.map(\.at).max() else { return VersionVector() }
        var newest: [WriterID: Acknowledgements.Acknowledgement] = [:]
        var old = VersionVector()
        for acknowledgement in acknowledgements {
            if acknowledgement.at <= now - age { old.merge(acknowledgement.vector) }
            if newest[acknowledgement.writer].map({ $0.period < acknowledgement.period }) ?? true {
                newest[acknowledgement.writer] = acknowledgement
            }
        }
        return newest.values.filter { $0.at > now - absence }.reduce(old) { $0.intersection($1.vector) }
    }

    /// Moves the horizon on, where acknowledgements have come. The log of folder moves loses what no longer decides anything;
    /// all else is forgotten in snapshots only.
    static func advance(_ space: SpaceRecord, _ db: Database) throws {
        let merger = try SpaceMerger(db, space)
        let before = merger.space.horizon
        let horizon = try Acknowledgements.all(merger).reduce(before) { $0.merging($1.horizon) }
        guard horizon != before else { return }
        try db.execute(
            sql: "UPDATE space SET horizon = ? WHERE id = ?", arguments: [try horizon.serialized().blob, space.id])
        try merger.folders.collect(below: horizon)
    }
}

extension Replica {
    /// What every active device holds; what was replaced below it may be forgotten.
    package func horizon(_ sid: SpaceID) throws -> VersionVector {
        try read { try SpaceRecord.with(sid, $0).horizon }
    }
}
