import TidemarkInterchange

/// Rows under a head, aligned and fitted to a line.
struct TextTable {
    struct Column {
        let title: String
        /// Narrower only where the whole table would not fit otherwise.
        let minimum: Int
        /// How much of what is left over this column wants, beside others.
        let weight: Int

        init(_ title: String, minimum: Int, weight: Int = 1) {
            self.title = title
            self.minimum = minimum
            self.weight = weight
        }
    }

    private static let gap = 2

    private let columns: [Column]
    private var rows: [[(text: String, style: String?)]] = []

    init(_ columns: [Column]) { self.columns = columns }

    /// Texts are made safe for a terminal. A style is a parameter of SGR.
    mutating func add(_ cells: [(text: String, style: String?)]) {
        rows.append(cells.map { (CellText.line($0.text), $0.style) })
    }

    mutating func add(_ cells: [String]) { add(cells.map { ($0, nil) }) }

    /// On a terminal a table that fits it; in a pipe a line for each row without the head, nothing cut, with tabs between.
    func print(to console: Console) throws {
        if Terminal.isTerminal(1) { return try print(to: console, width: Terminal.width) }
        for row in rows { try console.print(row.map(\.text).joined(separator: "\t")) }
    }

    func print(to console: Console, width: Int) throws {
        let widths = widths(within: width)
        func line(_ cells: [(text: String, style: String?)]) -> String {
            var line = ""
            var pending = 0
            for (cell, width) in zip(cells, widths) where width > 0 {
                let text = CellText.fitted(cell.text, to: width, fills: false)
                if !text.isEmpty {
                    line += String(repeating: " ", count: pending)
                    line += cell.style.map { console.styled(text, $0) } ?? text
                    pending = 0
                }
                pending += width - CellText.width(of: text) + Self.gap
            }
            return line
        }
        try console.print(line(columns.map { ($0.title, "1") }))
        for row in rows { try console.print(line(row)) }
    }

    /// What each column needs, or its share of what there is: widest columns give first.
    private func widths(within total: Int) -> [Int] {
        var widths = columns.indices.map { index in
            rows.reduce(CellText.width(of: columns[index].title)) { max($0, CellText.width(of: $1[index].text)) }
        }
        // A column that is empty in all rows is left out.
        for index in columns.indices where !rows.isEmpty && rows.allSatisfy({ $0[index].text.isEmpty }) {
            widths[index] = 0
        }
        var excess = widths.reduce(0, +) + Self.gap * (widths.count { $0 > 0 } - 1) - total
        while excess > 0 {
            let shrinkable = columns.indices.filter { widths[$0] > columns[$0].minimum }
            guard
                let widest = shrinkable.max(by: {
                    widths[$0] * columns[$1].weight < widths[$1] * columns[$0].weight
                })
            else { break }
            widths[widest] -= 1
            excess -= 1
        }
        return widths
    }
}
