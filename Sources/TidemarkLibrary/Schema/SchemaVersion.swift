package import TidemarkCore

/// What a version of the program understands of the ops that others write.
///
/// What it does not is kept and passed on: fields in the state of their rows, rows of other kinds in a table of their own,
/// batches with other ops as they came. A later version makes the tables anew from all of it (`Replica.update`).
package struct SchemaVersion: RawRepresentable, Hashable, Comparable, Sendable {
    package let rawValue: Int64

    package init(rawValue: Int64) { self.rawValue = rawValue }

    /// Counts up with every kind, field and op that is added.
    package static let current = SchemaVersion(rawValue: 1)
    /// Stands for one before where devices of both meet in a simulation: without own verdicts, favourites and counters.
    package static let earlier = SchemaVersion(rawValue: 0)

    private static let earlierTables: [Kind: TableSchema] = {
        let known = Kind.allCases.filter { $0 != .ownVerdict }.map(TableSchema.of)
        return Dictionary(
            uniqueKeysWithValues: known.map { table in
                let fields = table.fields.filter { ![.favourite, .opens].contains($0.id) }
                return (
                    table.kind,
                    TableSchema(
                        kind: table.kind, name: table.name, keyRows: table.keyRows, fields: fields, version: .earlier)
                )
            })
    }()

    /// Nil for a kind of a later version.
    package func table(_ kind: KindID) -> TableSchema? {
        guard let kind = Kind(kind) else { return nil }
        return self < .current ? Self.earlierTables[kind] : TableSchema.of(kind)
    }

    package func understands(_ change: Op.Change) -> Bool {
        guard self < .current, case .count = change else { return true }
        return false
    }

    package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
