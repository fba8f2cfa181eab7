import GRDB
package import TidemarkCore
package import TidemarkLibrary
import TidemarkWire

extension Replica {
    /// What lost, or was merged, against concurrent changes of a row; by field, the oldest first.
    package func conflicts(of row: RowID, kind: Kind) throws -> [Conflict] {
        try read { db in
            let spaceKind: SpaceRecord.Kind = kind.rawValue < Kind.catalogue.rawValue ? .shelf : .catalogue
            let merger = try SpaceMerger(db, try SpaceRecord.of(spaceKind, db))
            guard let entry = try merger.find(row, kind) else { return [] }
            let schema = TableSchema.of(kind)
            var conflicts: [Conflict] = []
            for cell in entry.state.cells where cell.key.element == nil {
                guard let field = schema.field(cell.key.field), cell.key.field != .rekey else { continue }
                for shadow in cell.shadows where shadow.value != cell.winner.value {
                    conflicts.append(
                        Conflict(
                            field: field.name, fate: .lost, value: try Self.words(shadow.value, merger),
                            writtenAt: shadow.version.stamp.milliseconds,
                            device: try merger.deviceName(of: shadow.version.dot.writer),
                            shown: try Self.words(cell.winner.value, merger),
                            shownBy: try merger.deviceName(of: cell.winner.version.dot.writer)))
                }
            }
            for (id, text) in entry.state.texts.sorted(by: { $0.key < $1.key }) {
                let siblings = text.siblings
                guard let field = schema.field(id), Set(siblings.map(\.text)).count > 1 else { continue }
                for sibling in siblings {
                    conflicts.append(
                        Conflict(
                            field: field.name, fate: .merged, value: sibling.text,
                            writtenAt: sibling.version.stamp.milliseconds,
                            device: try merger.deviceName(of: sibling.version.dot.writer), shown: text.text,
                            shownBy: nil))
                }
            }
            return conflicts
        }
    }

    private static func words(_ value: Value, _ merger: SpaceMerger) throws -> String {
        switch value {
        case .text(let text): text
        case .integer(let number): String(number)
        case .place(let folder, _):
            folder == .root ? "the top level" : try merger.find(folder, .folder)?.text(.title) ?? "a folder"
        case .row(let row): row.description
        case .null, .bytes, .rekey, .context: ""
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
