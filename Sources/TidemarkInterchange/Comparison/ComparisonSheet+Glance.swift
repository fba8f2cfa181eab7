import TidemarkLibrary

/// The figures of a comparison in a few characters each.
extension ComparisonSheet {
    static func glanceRows(_ page: ComparisonPage) -> [TableRow] {
        let columns = page.comparison.columns
        func row(_ label: String, _ cell: (ComparisonColumn) -> TableRow.Part) -> TableRow {
            TableRow(label: label, cells: columns.map { [cell($0)] })
        }
        var rows = [
            row("Verdict") { .init($0.panel.verdict.displayName, TableStyle($0.panel.verdict)) },
            row("Panel ship") { short($0.panel.percent.map { "\($0)%" }) },
            row("Takes") { short($0.panel.stanceCount == 0 ? nil : "\($0.panel.ship) of \($0.panel.stanceCount)") },
            row("Mean score") { short($0.panel.meanScoreLabel) },
            row("Entry") { .init($0.entry) },
        ]
        if columns.contains(where: { $0.ownVerdict != nil }) {
            rows.append(row("Yours") { short($0.ownVerdict?.displayName, TableStyle($0.ownVerdict)) })
        }
        if let weighing = page.weighing {
            let cells = weighing.scores.enumerated().map { index, score in
                [short(score?.label, weighing.leader == index ? .bold : .plain)]
            }
            rows.append(TableRow(label: "Weighed", cells: cells))
        }
        return rows + page.comparison.scorecard.map(glanceRow)
    }

    private static func glanceRow(_ row: ScorecardRow) -> TableRow {
        let cells = row.cells.map { cell -> [TableRow.Part] in
            if cell.isEmpty { return [short(nil)] }
            return cell.takes.map { take in
                let words = [take.score.map { "\($0)" }, take.stance?.rawValue].compactMap(\.self)
                return short(words.isEmpty ? nil : words.joined(separator: " "), TableStyle(take.stance))
            }
        }
        return TableRow(label: row.role.displayName, cells: cells)
    }

    private static func short(_ text: String?, _ style: TableStyle = .plain) -> TableRow.Part {
        text.map { .init($0, style) } ?? .init("–", .dim)
    }
}
