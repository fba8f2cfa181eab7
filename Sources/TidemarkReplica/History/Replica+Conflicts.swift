import GRDB
package import TidemarkCore
package import TidemarkLibrary
import TidemarkWire

extension Replica {
    /// What lost against concurrent changes of a row in the last 90 days; by field, the oldest first. Of a
    /// bookmark, its places too.
    package func conflicts(of row: RowID, kind: Kind) throws -> [Conflict] {
        let horizon = environment.now() - Shadow.lifetime
        return try read { db in
            let spaceKind: SpaceRecord.Kind = kind.rawValue < Kind.catalogue.rawValue ? .shelf : .catalogue
            let merger = try SpaceMerger(db, try SpaceRecord.of(spaceKind, db))
            guard let entry = try merger.find(row, kind) else { return [] }
            var explainer = FieldExplainer(merger, horizon: horizon)
            var conflicts = try explainer.lost(of: entry)
            if kind == .item { conflicts += try explainer.explain(.folder, of: entry).lost }
            return conflicts
        }
    }
}

extension SpaceMerger {
    /// What people call the device that writes under this id; nil where the membership log does not tell.
    func deviceName(of writer: WriterID) throws -> String? {
        let stored = try Row.fetchOne(
            db, sql: "SELECT device FROM writer WHERE space = ? AND wid = ?",
            arguments: [space.id, writer.bytes.blob])
        guard let device = stored?.bytes(0), let member = try writers.membership().device(device),
            let details = try? MemberDetails(sealed: member.sealed, secret: space.secret)
        else { return nil }
        return details.deviceName.isEmpty ? nil : details.deviceName
    }
}
