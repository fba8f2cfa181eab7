import TidemarkLibrary

/// A comparison as CSV: a row for each release, the first row names the columns. What is unknown is empty.
package enum ComparisonCSV {
    package static func render(_ page: ComparisonPage) -> String {
        let comparison = page.comparison
        var head = [
            "reference", "release", "tool", "version", "released_on", "category", "verdict", "panel_ship", "panel_skip",
            "panel_percent", "mean_score", "community_ship", "community_skip", "community_lower_bound", "pricing",
            "entry",
        ]
        if let seats = page.seats { head.append("price_for_\(seats)_seats") }
        head += ["best_for", "own_verdict"]
        if page.weighing != nil { head += ["weighted_score", "weight_covered_percent"] }
        for row in comparison.scorecard {
            head += ["score", "stance", "take"].map { "\(row.role.rawValue)_\($0)" }
        }
        var output = CSVText.row(head)
        for (index, column) in comparison.columns.enumerated() {
            output += CSVText.row(fields(index, column, page))
        }
        return output
    }

    private static func fields(_ index: Int, _ column: ComparisonColumn, _ page: ComparisonPage) -> [String] {
        let (panel, votes) = (column.panel, column.community)
        var fields = [
            column.reference, column.releaseName, column.toolName, column.version ?? "", column.releasedOn ?? "",
            column.category, panel.verdict.rawValue, String(panel.ship), String(panel.skip),
            panel.percent.map { String($0) } ?? "", panel.meanScoreLabel ?? "", String(votes.ship), String(votes.skip),
            votes.count == 0 ? "" : String((votes.lowerBound * 10_000).rounded() / 10_000), column.pricing,
            column.entry,
        ]
        if let seats = page.seats {
            fields.append(SeatPrice.label(tiers: column.tiers, text: column.pricing, seats: seats))
        }
        fields += [column.bestFor, column.ownVerdict?.rawValue ?? ""]
        if let score = page.weighing?.scores[index] {
            fields += [score.label, String(score.coveredPercent)]
        } else if page.weighing != nil {
            fields += ["", ""]
        }
        // Several reviewers in one role stand one below the other in a field.
        for row in page.comparison.scorecard {
            let takes = row.cells[index].takes
            func lines(_ value: (TakeRecord) -> String) -> String { takes.map(value).joined(separator: "\n") }
            fields += [
                lines { $0.score.map { String($0) } ?? "" }, lines { $0.stance?.rawValue ?? "" }, lines(\.rationale),
            ]
        }
        return fields
    }
}
