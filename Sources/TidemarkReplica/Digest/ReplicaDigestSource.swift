import GRDB
package import TidemarkCore
import TidemarkLibrary
import TidemarkWire

/// One space of a library, as a side of a comparison. Each question is a transaction of its own.
package struct ReplicaDigestSource: DigestSource {
    private let replica: Replica
    private let space: SpaceID

    package init(_ replica: Replica, _ space: SpaceID) {
        self.replica = replica
        self.space = space
    }

    private func read<T: Sendable>(_ body: @Sendable (SpaceMerger) throws -> T) throws -> T {
        try replica.read { try body(SpaceMerger($0, SpaceRecord.with(space, $0))) }
    }

    package func digest() throws -> SpaceDigest { try read { try DigestReader($0).recomputed() } }

    package func parts(of table: DigestTable, prefix: [UInt8]) throws -> [UInt8: DigestSum] {
        try read { merger in
            var parts: [UInt8: DigestSum] = [:]
            try DigestReader(merger).forEachMember(of: table, prefix: prefix) { row, sum in
                parts[row.bytes[prefix.count], default: DigestSum()] += sum
            }
            return parts
        }
    }

    package func members(of table: DigestTable, prefix: [UInt8]) throws -> [RowID: DigestSum] {
        try read { merger in
            var members: [RowID: DigestSum] = [:]
            try DigestReader(merger).forEachMember(of: table, prefix: prefix) { members[$0] = $1 }
            return members
        }
    }

    package func operations(of row: RowID, in table: DigestTable) throws -> [DigestCell]? {
        try read { merger in
            if table == .moves {
                let moves = try merger.folders.tree().moves.filter { $0.node == row }
                return moves.isEmpty
                    ? nil : moves.map { DigestCell(what: "moved", version: $0.version, value: "\($0.parent)") }
            }
            let kind = KindID(rawValue: table.rawValue)
            guard let entry = try merger.load(row, kind: kind, table: merger.space.schema.table(kind)) else {
                return nil
            }
            return entry.state.cells.flatMap { cell in
                cell.candidates.map {
                    DigestCell(
                        what: Self.name(of: cell.key, in: entry.table), version: $0.version, value: "\($0.value)")
                }
            }
                + entry.state.texts.map { text in
                    let last = entry.state[text.key]?.winner.version ?? Version(Stamp(rawValue: 0), Op.standIn)
                    return DigestCell(
                        what: Self.name(of: .init(text.key), in: entry.table), version: last, value: text.value.text)
                }
        }
    }

    private static func name(of key: RowState.CellKey, in table: TableSchema?) -> String {
        let field =
            switch key.field {
            case .existence: "existence"
            case .trash: "trash"
            default: table?.field(key.field)?.name ?? "field \(key.field.rawValue)"
            }
        return key.element.map { "\(field): \($0)" } ?? field
    }
}
