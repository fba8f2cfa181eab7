/// Texts from elsewhere on one line of a terminal, measured in its cells: for lists beside `ComparisonTable`.
package enum CellText {
    package static func width(of text: String) -> Int { DisplayWidth.of(text) }

    /// `text` on one line, without anything that could move the cursor or reorder the line.
    package static func line(_ text: String) -> String {
        TerminalText.clean(text).split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    /// `text` without controls but line feeds.
    package static func clean(_ text: String) -> String { TerminalText.clean(text) }

    /// `line` cut to `width` cells, with an ellipsis where something is missing, and filled up to them.
    package static func fitted(_ line: String, to width: Int, fills: Bool = true) -> String {
        let full = DisplayWidth.of(line)
        if full <= width { return fills ? line + String(repeating: " ", count: width - full) : line }
        guard width > 0 else { return "" }
        var result = ""
        var used = 0
        for character in line {
            let next = DisplayWidth.of(character)
            if used + next > width - 1 { break }
            result.append(character)
            used += next
        }
        result.append("…")
        return fills ? result + String(repeating: " ", count: width - used - 1) : result
    }

    /// The lines of `text`, none wider than `width`.
    package static func wrapped(_ text: String, width: Int) -> [String] {
        TextWrap.lines(TerminalText.clean(text), width: width)
    }
}
