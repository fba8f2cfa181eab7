package import TidemarkLibrary

/// A comparison with a reader's verdict as a decision record in the form of MADR 4.0 (Markdown Architectural Decision Records).
package enum DecisionRecord {
    /// - Parameter columns: what is compared, in display order; one alone is compared with not using it.
    package static func render(
        title: String, columns: [ComparisonColumn], scorecard: [ScorecardRow], verdict: OwnVerdictRecord,
        weighing: Weighing?
    ) -> String {
        var output = "---\nstatus: \(status(verdict))\n"
        if let day = verdict.decidedOn { output += "date: \(day)\n" }
        output += "---\n\n# \(MarkdownText.inline(title))\n\n## Context and Problem Statement\n\n"
        output += MarkdownText.paragraphs(question(columns)) + "\n"
        let categories = Set(columns.map(\.category).filter { !$0.isEmpty }).sorted()
        if !categories.isEmpty { output += "\nCategory: \(MarkdownText.inline(categories.joined(separator: ", ")))\n" }
        if let weighing { output += drivers(weighing, columns) }
        output += "\n## Considered Options\n\n"
        output += columns.map { "* \(MarkdownText.inline($0.releaseName))\n" }.joined()
        if columns.count == 1 { output += "* Not to use it\n" }
        output += outcome(columns, verdict) + options(columns, scorecard)
        return output + more(columns)
    }

    private static func status(_ verdict: OwnVerdictRecord) -> String {
        verdict.chosen == nil && verdict.stance == nil ? "proposed" : "accepted"
    }

    private static func question(_ columns: [ComparisonColumn]) -> String {
        if let only = columns.first, columns.count == 1 {
            return "Should we use \(only.releaseName)? \(only.description)"
        }
        return "Which of these do we use?\n\n"
            + columns.map { "- \($0.releaseName): \($0.bestFor.isEmpty ? "not described" : $0.bestFor)\n" }.joined()
    }

    private static func drivers(_ weighing: Weighing, _ columns: [ComparisonColumn]) -> String {
        var output = "\n## Decision Drivers\n\n* Weights of the panel: \(MarkdownText.inline(weighing.weights.label))\n"
        for sentence in WeighingWords.sentences(weighing, names: columns.map(\.releaseName)) {
            output += "* \(MarkdownText.inline(sentence))\n"
        }
        return output
    }

    private static func outcome(_ columns: [ComparisonColumn], _ verdict: OwnVerdictRecord) -> String {
        var output = "\n## Decision Outcome\n\n"
        let chosen = columns.first { $0.reference == verdict.chosen }
        if let chosen {
            output += "Chosen option: \"\(MarkdownText.inline(chosen.releaseName))\""
        } else if let stance = verdict.stance, let only = columns.first, columns.count == 1 {
            let name = MarkdownText.inline(only.releaseName)
            output += "Chosen option: \"\(stance == .ship ? name : "Not to use it")\""
        } else {
            output += "No option is chosen yet"
        }
        let isDecided = status(verdict) == "accepted"
        output += verdict.note.isEmpty || !isDecided ? ".\n" : ", because\n"
        if !verdict.note.isEmpty { output += "\n\(MarkdownText.paragraphs(verdict.note))\n" }
        if let day = verdict.revisit { output += "\n### Confirmation\n\nTo look at again on \(day).\n" }
        return output
    }

    private static func options(_ columns: [ComparisonColumn], _ scorecard: [ScorecardRow]) -> String {
        var output = "\n## Pros and Cons of the Options\n"
        for (index, column) in columns.enumerated() {
            output += "\n### \(MarkdownText.inline(column.releaseName))\n\n"
            if !column.description.isEmpty { output += MarkdownText.paragraphs(column.description) + "\n\n" }
            var lines: [String] = []
            for row in scorecard {
                for take in row.cells[index].takes {
                    let word = take.stance.map { $0 == .ship ? "Good" : "Bad" } ?? "Neutral"
                    let score = take.score.map { " (\($0)/100)" } ?? ""
                    let reason = take.rationale.isEmpty ? "no reason is given" : MarkdownText.inline(take.rationale)
                    lines.append("* \(word), because the \(row.role.displayName)\(score) says: \(reason)")
                }
            }
            output += lines.isEmpty ? "No panel takes yet.\n" : lines.joined(separator: "\n") + "\n"
        }
        return output
    }

    private static func more(_ columns: [ComparisonColumn]) -> String {
        var output = "\n## More Information\n\n"
        for column in columns {
            let facts = [
                "panel: \(column.panel.verdictLabel)", "community: \(column.community.label)",
                "price: \(column.pricing)",
            ]
            output += "* \(MarkdownText.inline(column.releaseName)) (\(column.reference)): "
            output += MarkdownText.inline(facts.joined(separator: "; ")) + "\n"
        }
        return output
    }
}
