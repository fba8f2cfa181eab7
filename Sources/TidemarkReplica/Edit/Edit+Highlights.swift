package import TidemarkCore
package import TidemarkLibrary
import TidemarkWire

/// Marked passages.
extension Edit {
    /// Takes an imported passage over, unless it is there or was, even in the trash: what is there stays as it is.
    func take(_ highlight: HighlightRecord, of item: RowID) throws {
        let (row, key) = Self.highlightRow(highlight, of: item, space: spaceID)
        guard try merger.find(row, .highlight)?.state.exists != true else { return }
        let dated = stamp(highlight.addedAt)
        try create(row, .highlight, key: key, dated: dated)
        try write(highlight, to: row, dated: dated)
    }

    /// Marks a passage. One that is there already gets the note and the colour given.
    @discardableResult
    package func highlight(_ item: RowID, _ highlight: HighlightRecord) throws -> RowID {
        let (row, key) = Self.highlightRow(highlight, of: item, space: spaceID)
        try create(row, .highlight, key: key)
        try write(highlight, to: row, dated: nil)
        return row
    }

    private func write(_ highlight: HighlightRecord, to row: RowID, dated: Stamp?) throws {
        try set(row, .highlight, .quote, .text(highlight.quote), dated: dated)
        if !highlight.note.isEmpty { try write(row, .highlight, .note, highlight.note, dated: dated) }
        if let passage = highlight.position { try set(row, .highlight, .passage, .text(passage), dated: dated) }
        if let colour = highlight.colour { try set(row, .highlight, .colour, .text(colour), dated: dated) }
        if let added = highlight.addedAt { try lower(row, .highlight, .addedAt, added, dated: dated) }
    }

    /// The same words at the same place are one highlight, whoever imports them. Hashed, because quotes may be long.
    private static func highlightRow(
        _ highlight: HighlightRecord, of item: RowID, space: SpaceID
    ) -> (row: RowID, key: NaturalKey) {
        let place = Array((highlight.position ?? "").utf8)
        let hash = Hash(of: Array(highlight.quote.utf8), [0], place)
        let key = NaturalKey(rows: [item], text: String(hash.description.prefix(32)))
        return (key.rowID(kind: Kind.highlight.id, space: space), key)
    }
}
