package import TidemarkLibrary

/// Shows a comparison in a terminal: the columns side by side, fitted to the width, or one below the other where
/// they would become too narrow to read.
package struct ComparisonTable {
    /// Narrower columns break more words than they keep whole.
    static let minimumColumn = 16
    /// Cells between columns.
    static let gap = 2

    private let width: Int
    private let usesColour: Bool
    private let includesRationale: Bool

    /// - Parameters:
    ///   - width: the cells of a line; below 20 it is taken as 20.
    ///   - usesColour: whether control sequences for colour and weight are written.
    ///   - includesRationale: whether takes are shown in full or by score and stance only.
    package init(width: Int = 80, usesColour: Bool = false, includesRationale: Bool = true) {
        self.width = max(width, 20)
        self.usesColour = usesColour
        self.includesRationale = includesRationale
    }

    package func render(_ comparison: Comparison) -> String { render(ComparisonPage(comparison)) }

    /// The lines of the table, each with a line feed; none ends in white space.
    package func render(_ page: ComparisonPage) -> String {
        let sheet = ComparisonSheet(page, includesRationale: includesRationale)
        var output = ""
        put(TextWrap.lines(TerminalText.clean(sheet.title), width: width), .bold, into: &output)
        if let subtitle = sheet.subtitle { put(TextWrap.lines(subtitle, width: width), .dim, into: &output) }
        let columnWidth = Self.columnWidth(width: width, columns: sheet.names.count)
        for section in sheet.sections {
            output += "\n"
            if let title = section.title { put(TextWrap.lines(title, width: width), .bold, into: &output) }
            for remark in section.remarks {
                put(TextWrap.lines(TerminalText.clean(remark), width: width), into: &output)
            }
            if section.rows.isEmpty, let label = section.emptyLabel { put([label], .dim, into: &output) }
            for row in section.rows {
                if let columnWidth {
                    putSideBySide(row, columnWidth: columnWidth, into: &output)
                } else {
                    putStacked(row, names: sheet.names, into: &output)
                }
            }
        }
        while output.hasSuffix("\n\n") { output.removeLast() }
        return output
    }

    // MARK: Layout

    /// As wide as the widest label of the decision; longer ones are wrapped.
    private static let labelWidth = DecisionRow.Kind.allCases.map { DisplayWidth.of($0.displayName) }.max() ?? 0

    /// `nil` if the columns do not fit side by side.
    static func columnWidth(width: Int, columns: Int) -> Int? {
        let column = (width - labelWidth) / columns - gap
        return column < minimumColumn ? nil : column
    }

    private func putSideBySide(_ row: TableRow, columnWidth: Int, into output: inout String) {
        var columns: [[(text: String, style: TableStyle)]] = [
            TextWrap.lines(row.label, width: Self.labelWidth).map { ($0, .bold) }
        ]
        for cell in row.cells {
            columns.append(
                cell.flatMap { part in TextWrap.lines(part.text, width: columnWidth).map { ($0, part.style) } })
        }
        for index in 0..<(columns.map(\.count).max() ?? 0) {
            var line = ""
            var pending = 0
            for (column, lines) in columns.enumerated() {
                let cellWidth = column == 0 ? Self.labelWidth : columnWidth
                let cell = index < lines.count ? lines[index] : ("", .plain)
                if !cell.text.isEmpty {
                    line += String(repeating: " ", count: pending)
                    line += usesColour ? cell.style.apply(to: cell.text) : cell.text
                    pending = 0
                }
                pending += max(cellWidth - DisplayWidth.of(cell.text), 0) + Self.gap
            }
            output += line + "\n"
        }
    }

    private func putStacked(_ row: TableRow, names: [String], into output: inout String) {
        put(TextWrap.lines(row.label, width: width).filter { !$0.isEmpty }, .bold, into: &output)
        if !row.label.isEmpty, putPairs(row, names: names, into: &output) { return }
        for (index, (name, cell)) in zip(names, row.cells).enumerated() {
            if row.label.isEmpty {
                if index > 0 { output += "\n" }
            } else {
                put(TextWrap.lines(TerminalText.clean(name), width: width - 2), indent: 2, into: &output)
            }
            let indent = row.label.isEmpty ? 0 : 4
            for part in cell {
                put(TextWrap.lines(part.text, width: width - indent), part.style, indent: indent, into: &output)
            }
        }
    }

    /// One line a column, where names and values are short enough for that; whether they are.
    private func putPairs(_ row: TableRow, names: [String], into output: inout String) -> Bool {
        let names = names.map(CellText.line)
        let longest = names.map { DisplayWidth.of($0) }.max() ?? 0
        // A name may take half of the line; what is cut can still be told apart by its beginning.
        let nameWidth = min(longest, width / 2 - 2)
        let values = row.cells.map { $0.map(\.text).joined(separator: " · ") }
        let room = width - 2 - nameWidth - Self.gap
        guard row.cells.allSatisfy({ !$0.contains(where: \.isProse) }),
            values.allSatisfy({ DisplayWidth.of($0) <= room && !$0.contains(where: \.isNewline) })
        else { return false }
        for (name, (value, cell)) in zip(names, zip(values, row.cells)) {
            let style = cell.count == 1 ? cell[0].style : .plain
            let gap = value.isEmpty ? "" : String(repeating: " ", count: Self.gap)
            let shown = CellText.fitted(name, to: nameWidth, fills: !value.isEmpty)
            output += "  " + shown + gap + (usesColour ? style.apply(to: value) : value) + "\n"
        }
        return true
    }

    private func put(_ lines: [String], _ style: TableStyle = .plain, indent: Int = 0, into output: inout String) {
        for line in lines {
            if !line.isEmpty { output += String(repeating: " ", count: indent) }
            output += (usesColour ? style.apply(to: line) : line) + "\n"
        }
    }
}
