/// One row of a terminal table before it is fitted to a width.
struct TableRow {
    /// A text in one style; cells hold several, one below the other.
    struct Part {
        var text: String
        var style: TableStyle
        /// Paragraphs of running text.
        var isProse: Bool

        init(_ text: String, _ style: TableStyle = .plain, isProse: Bool = false) {
            self.text = TerminalText.clean(text)
            self.style = style
            self.isProse = isProse
        }
    }

    var label: String
    /// One per column.
    var cells: [[Part]]
}
