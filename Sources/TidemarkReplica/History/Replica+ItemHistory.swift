import GRDB
package import TidemarkCore
import TidemarkLibrary

extension Replica {
    /// Everything that was ever done to a bookmark and was sent or received, the oldest first in the order that decides which
    /// write wins. What one device wrote and replaced again before anybody saw it is not in it.
    ///
    /// Cost: opens every batch, one at a time.
    package func history(of item: RowID) throws -> [HistoryEntry] {
        try read { db in
            let space = try SpaceRecord.of(.shelf, db)
            let merger = try SpaceMerger(db, space)
            guard let entry = try merger.find(item, .item) else { return [] }
            var teller = try HistoryTeller(entry, merger)
            var ops: [Op] = []
            try Self.forEachBatch(space, db) { ops += $0.filter(teller.concerns) }
            return try teller.tell(ops)
        }
    }
}
