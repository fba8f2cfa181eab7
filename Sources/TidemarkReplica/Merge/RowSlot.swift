import TidemarkCore

/// Holds the one entry of a row that changes in place while a transaction runs; entries taken from it are values.
final class RowSlot {
    let row: RowID
    var entry: MergeEntry
    /// Whether it waits to be written.
    var isChanged = false

    init(_ entry: MergeEntry) {
        row = entry.row
        self.entry = entry
    }
}
