import GRDB
import TidemarkCore
import TidemarkLibrary

/// Emptying the trash.
extension Edit {
    /// Hides everything that is in the trash, on all devices: it is not listed, not found, and not restored any more.
    ///
    /// The mark is no content: a change that another device made of something at the same time brings it back as ever. What is
    /// stored goes when every device has it and it is 90 days old, with the rest of what is below the horizon.
    ///
    /// - Returns: how many bookmarks and folders that were.
    package func emptyTrash() throws -> (bookmarks: Int, folders: Int) {
        try merger.flush()
        func erase(_ kind: Kind) throws -> Int {
            let rows = try Row.fetchAll(
                merger.db,
                sql: """
                    SELECT rid FROM \(TableSchema.of(kind).name)
                    WHERE space = ? AND present AND trashed <> 0 AND erased IS NOT 1 ORDER BY id
                    """, arguments: [space.id]
            ).compactMap { RowID(bytes: $0.bytes(0)) }
            for row in rows { try set(row, kind, .erased, .integer(1)) }
            return rows.count
        }
        return (try erase(.item), try erase(.folder))
    }

    /// Takes away what an item held when the trash was emptied of it, before it is collected anew.
    func forget(item row: RowID) throws {
        try merger.flush()
        let item = try merger.entry(row, .item)
        for field in [FieldID.title, .unread, .favourite, .archived, .progress, .erased] {
            try set(row, .item, field, .null)
        }
        for tag in item.state.elements(of: .tags) { try removeTag(row, tag) }
        try write(row, .item, .note, "")
        for placement in try merger.placements(of: item) { try trash(placement.row, .placement) }
        let highlights = try Row.fetchAll(
            merger.db, sql: "SELECT rid FROM highlight WHERE item = ? AND present AND trashed = 0",
            arguments: [item.local])
        for highlight in highlights.compactMap({ RowID(bytes: $0.bytes(0)) }) { try trash(highlight, .highlight) }
    }
}
