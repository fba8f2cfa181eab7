import GRDB
import TidemarkCore
import TidemarkLibrary
import TidemarkWire

/// A hash over the whole merged state of a space, metadata included: equal operations give equal fingerprints.
///
/// Cost: reads every row. The incremental digest comes with snapshots.
enum Fingerprint {
    static func of(_ space: SpaceRecord, _ db: Database) throws -> String {
        let merger = try SpaceMerger(db, space)
        let order = merger.vector.writers.keys.sorted()
        let ranks = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, Int64($0)) })
        let context = RowStateCoding.Context(
            number: { writer in ranks[writer] ?? Int64(bitPattern: writer.high >> 1) },
            writer: { _ in throw ReplicaError.damaged("fingerprints are not read") })
        var rows: [(RowID, [UInt8])] = []
        for kind in Kind.allCases {
            let ids = try Row.fetchCursor(
                db, sql: "SELECT rid FROM \(TableSchema.of(kind).name) WHERE space = ?", arguments: [space.id])
            while let row = try ids.next() {
                guard let id = RowID(bytes: row.bytes(0)) else { throw ReplicaError.damaged("a row's id") }
                let state = try merger.entry(id, kind).state
                // Rows that are only pointed at hold nothing yet.
                guard state != RowState() else { continue }
                let bytes = try RowStateCoding.encode(
                    state, context: context, keepingDeleted: false, isInColumn: { _ in false },
                    textColumn: { _ in false })
                rows.append((id, bytes))
            }
        }
        var hash = Hash(of: order.flatMap(\.bytes))
        for (id, bytes) in rows.sorted(by: { $0.0 < $1.0 }) { hash = Hash(of: hash.bytes, id.bytes, bytes) }
        for move in try merger.tree().moves {
            hash = Hash(
                of: hash.bytes, move.node.bytes, move.parent.bytes, move.key.bytes, Array("\(move.version)".utf8))
        }
        return String(hash.description.prefix(16))
    }
}
