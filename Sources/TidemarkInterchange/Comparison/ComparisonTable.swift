package import TidemarkLibrary

/// Shows a comparison in a terminal: the columns side by side, fitted to the width. Where they would become too narrow to read,
/// the figures stand side by side in short, and the texts one below the other.
package struct ComparisonTable {
    typealias Line = (text: String, style: TableStyle)

    /// Narrower columns break more words than they keep whole.
    static let minimumColumn = 16
    /// Cells between columns.
    static let gap = 2

    let width: Int
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
        if let column = Self.columnWidth(width: width, columns: sheet.names.count) {
            for section in sheet.sections {
                putHead(of: section, into: &output)
                for row in section.rows {
                    put(row, label: Self.labelWidth, column: column, gap: Self.gap, into: &output)
                }
            }
        } else {
            putStacked(sheet, into: &output)
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

    func putHead(of section: ComparisonSheet.Section, into output: inout String) {
        output += "\n"
        if let title = section.title { put(TextWrap.lines(title, width: width), .bold, into: &output) }
        for remark in section.remarks {
            put(ProseBlock.lines(of: TerminalText.clean(remark), width: width), into: &output)
        }
        if section.rows.isEmpty, let label = section.emptyLabel { put([label], .dim, into: &output) }
    }

    /// A row with its cells side by side.
    func put(_ row: TableRow, label: Int, column: Int, gap: Int, into output: inout String) {
        var columns: [[Line]] = [TextWrap.lines(row.label, width: label).map { ($0, .bold) }]
        for cell in row.cells {
            columns.append(cell.flatMap { part in part.lines(width: column).map { ($0, part.style) } })
        }
        for index in 0..<(columns.map(\.count).max() ?? 0) {
            var line = ""
            var pending = 0
            for (number, lines) in columns.enumerated() {
                let cell = index < lines.count ? lines[index] : ("", .plain)
                if !cell.text.isEmpty {
                    line += String(repeating: " ", count: pending) + styled(cell)
                    pending = 0
                }
                pending += max((number == 0 ? label : column) - DisplayWidth.of(cell.text), 0) + gap
            }
            output += line + "\n"
        }
    }

    func put(_ lines: [String], _ style: TableStyle = .plain, indent: Int = 0, into output: inout String) {
        for line in lines {
            if !line.isEmpty { output += String(repeating: " ", count: indent) }
            output += styled((line, style)) + "\n"
        }
    }

    func styled(_ line: Line) -> String { usesColour ? line.style.apply(to: line.text) : line.text }
}
