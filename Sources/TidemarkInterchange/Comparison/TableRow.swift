/// One row of a terminal table before it is fitted to a width.
struct TableRow {
    /// A text in one style; cells hold several, one below the other.
    struct Part {
        var text: String
        var style: TableStyle
        /// Running text, with an empty line after it.
        var isProse: Bool

        init(_ text: String, _ style: TableStyle = .plain, isProse: Bool = false) {
            self.text = TerminalText.clean(text)
            self.style = style
            self.isProse = isProse
        }

        /// None wider than `width` cells.
        func lines(width: Int) -> [String] {
            isProse ? ProseBlock.lines(of: text, width: width) + [""] : TextWrap.lines(text, width: width)
        }
    }

    var label: String
    /// One per column.
    var cells: [[Part]]
    /// Whether `ComparisonSheet.glance` says the same in short.
    var isAtAGlance = false
    /// Whether the parts of a cell may stand on one line.
    var isJoined = false
}
