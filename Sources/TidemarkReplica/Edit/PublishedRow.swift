import TidemarkCore

/// A published revision as an edit needs it.
struct PublishedRow {
    let row: RowID
    let publishedAt: Int64
    /// The text form of its content.
    let content: String
}
