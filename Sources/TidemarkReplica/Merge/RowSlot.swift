import TidemarkCore

/// Holds the one entry of a row that changes in place while a transaction runs; entries taken from it are values.
final class RowSlot {
    let row: RowID
    let kind: KindID
    let local: Int64
    var entry: MergeEntry
    /// Whether it waits to be written.
    var isChanged = false
    /// Whether `digest` says how the row counts as it is written.
    var isCounted = false
    /// What the row adds to the stored sum of its table's digest as that stands; nil where that does not cover it, or before it changes.
    var digest: DigestSum?

    init(_ entry: MergeEntry) {
        row = entry.row
        kind = entry.kind
        local = entry.local
        self.entry = entry
    }

    /// The order in which rows stand in the tables.
    static func isBefore(_ a: RowSlot, _ b: RowSlot) -> Bool {
        a.kind != b.kind ? a.kind < b.kind : a.local < b.local
    }
}
