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

    /// The lines of the table, each with a line feed; none ends in white space.
    package func render(_ comparison: Comparison) -> String {
        var output = ""
        put(TextWrap.lines(TerminalText.clean(comparison.title), width: width), .bold, into: &output)
        let names = comparison.columns.map(\.releaseName)
        let sections: [(title: String?, rows: [TableRow])] = [
            (nil, Self.headRows(comparison)), ("Decision", Self.decisionRows(comparison)),
            ("Reviewer scorecard", scorecardRows(comparison)),
        ]
        let columnWidth = Self.columnWidth(width: width, columns: names.count)
        for section in sections {
            output += "\n"
            if let title = section.title { put([title], .bold, into: &output) }
            if section.rows.isEmpty { put(["No panel takes yet"], .dim, into: &output) }
            for row in section.rows {
                if let columnWidth {
                    putSideBySide(row, columnWidth: columnWidth, into: &output)
                } else {
                    putStacked(row, names: names, into: &output)
                }
            }
        }
        while output.hasSuffix("\n\n") { output.removeLast() }
        return output
    }

    // MARK: Rows

    private static func headRows(_ comparison: Comparison) -> [TableRow] {
        let columns = comparison.columns
        var rows = [
            TableRow(
                label: "",
                cells: columns.map { [.init("[\($0.monogram)] \($0.releaseName)", .bold), .init($0.tagline)] }),
            TableRow(label: "Panel", cells: columns.map(panelParts)),
            TableRow(label: "Entry", cells: columns.map { [.init($0.entry)] }),
        ]
        if columns.contains(where: { $0.ownVerdict != nil }) {
            rows.append(
                TableRow(
                    label: "Your verdict",
                    cells: columns.map { [.init($0.ownVerdict?.displayName ?? "None yet", TableStyle($0.ownVerdict))] })
            )
        }
        if columns.contains(where: { !$0.description.isEmpty }) {
            rows.append(TableRow(label: "About", cells: columns.map { [.init($0.description)] }))
        }
        return rows
    }

    private static func panelParts(_ column: ComparisonColumn) -> [TableRow.Part] {
        let panel = column.panel
        var parts: [TableRow.Part] = [
            .init(panel.verdict.displayName, TableStyle(panel.verdict)), .init(panel.shareLabel),
        ]
        parts.append(.init(panel.basisLabel, .dim))
        if let mean = panel.meanScoreLabel { parts.append(.init("Mean score \(mean)", .dim)) }
        return parts
    }

    private static func decisionRows(_ comparison: Comparison) -> [TableRow] {
        comparison.decisions.map { row in
            let cells = zip(row.values, comparison.columns).map { value, column -> [TableRow.Part] in
                switch row.kind {
                case .panelVerdict: [.init(value, TableStyle(column.panel.verdict))]
                case .community: [.init(value, column.community.count == 0 ? .dim : .plain)]
                default: value.isEmpty ? [.init("Not stated", .dim)] : [.init(value)]
                }
            }
            return TableRow(label: row.kind.displayName, cells: cells)
        }
    }

    private func scorecardRows(_ comparison: Comparison) -> [TableRow] {
        comparison.scorecard.map { row in
            let cells = row.cells.map { cell -> [TableRow.Part] in
                if cell.isEmpty { return [.init(ScorecardRow.Cell.emptyLabel, .dim)] }
                return cell.takes.flatMap { take -> [TableRow.Part] in
                    let name = take.reviewer == row.role.displayName ? "" : "\(take.reviewer): "
                    let head = TableRow.Part(name + take.label, TableStyle(take.stance))
                    guard includesRationale, !take.rationale.isEmpty else { return [head] }
                    return [head, .init(take.rationale + "\n")]
                }
            }
            return TableRow(label: row.role.displayName, cells: cells)
        }
    }

    // MARK: Layout

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
        put([row.label].filter { !$0.isEmpty }, .bold, into: &output)
        for (name, cell) in zip(names, row.cells) {
            if !row.label.isEmpty {
                put(TextWrap.lines(TerminalText.clean(name), width: width - 2), indent: 2, into: &output)
            }
            let indent = row.label.isEmpty ? 0 : 4
            for part in cell {
                put(TextWrap.lines(part.text, width: width - indent), part.style, indent: indent, into: &output)
            }
        }
    }

    private func put(_ lines: [String], _ style: TableStyle = .plain, indent: Int = 0, into output: inout String) {
        for line in lines {
            if !line.isEmpty { output += String(repeating: " ", count: indent) }
            output += (usesColour ? style.apply(to: line) : line) + "\n"
        }
    }
}
