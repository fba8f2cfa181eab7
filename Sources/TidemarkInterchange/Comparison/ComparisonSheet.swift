import TidemarkLibrary

/// A comparison as titled sections of rows: what the formats for people have in common.
struct ComparisonSheet {
    struct Section {
        /// Nil for the head.
        let title: String?
        /// Sentences under the title.
        var remarks: [String] = []
        var rows: [TableRow] = []
        /// What stands in place of missing rows.
        var emptyLabel: String?
    }

    let title: String
    let subtitle: String?
    let names: [String]
    /// Short names, one per column.
    let handles: [String]
    /// What the rows that are marked as `isAtAGlance` say, in a few characters a cell.
    let glance: [TableRow]
    private(set) var sections: [Section] = []

    init(_ page: ComparisonPage, includesRationale: Bool = true) {
        let comparison = page.comparison
        title = comparison.title
        subtitle = page.asOf.map { "As of \($0)" }
        names = comparison.columns.map(\.releaseName)
        handles = comparison.handles
        glance = Self.glanceRows(page)
        sections = [
            Section(title: nil, rows: Self.headRows(page)),
            Section(title: "Decision", rows: Self.decisionRows(page)),
        ]
        if let weighing = page.weighing { sections.append(Self.weighed(weighing, page)) }
        sections.append(
            Section(
                title: "Reviewer scorecard", rows: Self.scorecardRows(comparison, includesRationale),
                emptyLabel: "No panel takes yet"))
        if let own = page.ownVerdict { sections.append(Self.own(own, comparison.columns)) }
        if let news = page.news { sections.append(Self.news(news)) }
        if let explanations = page.explanations { sections.append(Self.why(explanations)) }
        if let history = page.history { sections.append(Self.history(history)) }
    }

    // MARK: Sections

    private static func headRows(_ page: ComparisonPage) -> [TableRow] {
        let columns = page.comparison.columns
        var rows = [
            TableRow(
                label: "",
                cells: columns.map { [.init("[\($0.monogram)] \($0.releaseName)", .bold), .init($0.tagline)] }),
            TableRow(label: "Panel", cells: columns.map(panelParts), isAtAGlance: true),
            TableRow(label: "Entry", cells: columns.map { [.init($0.entry)] }, isAtAGlance: true),
        ]
        if let seats = page.seats {
            let label = seats == 1 ? "1 seat" : "\(seats) seats"
            rows.append(
                TableRow(
                    label: label,
                    cells: columns.map { [.init(SeatPrice.label(tiers: $0.tiers, text: $0.pricing, seats: seats))] }))
        }
        if columns.contains(where: { $0.ownVerdict != nil }) {
            rows.append(
                TableRow(
                    label: "Your verdict",
                    cells: columns.map { [.init($0.ownVerdict?.displayName ?? "None yet", TableStyle($0.ownVerdict))] },
                    isAtAGlance: true))
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
        // What nobody said rests on nothing.
        if panel.stanceCount + panel.undecided > 0 { parts.append(.init(panel.basisLabel, .dim)) }
        if let mean = panel.meanScoreLabel { parts.append(.init("Mean score \(mean)", .dim)) }
        return parts
    }

    private static func decisionRows(_ page: ComparisonPage) -> [TableRow] {
        let comparison = page.comparison
        return comparison.decisions.map { row in
            let cells = zip(row.values, comparison.columns).map { value, column -> [TableRow.Part] in
                switch row.kind {
                case .panelVerdict: [.init(value, TableStyle(column.panel.verdict))]
                case .community: [.init(value, column.community.count == 0 ? .dim : .plain)]
                default: value.isEmpty ? [.init("Not stated", .dim)] : [.init(value)]
                }
            }
            return TableRow(label: row.kind.displayName, cells: cells, isAtAGlance: row.kind == .panelVerdict)
        }
    }

    private static func scorecardRows(_ comparison: Comparison, _ includesRationale: Bool) -> [TableRow] {
        // Names of reviewers are only told here.
        let isAtAGlance =
            !includesRationale
            && comparison.scorecard.allSatisfy { row in
                row.cells.allSatisfy { $0.takes.allSatisfy { $0.reviewer == row.role.displayName } }
            }
        return comparison.scorecard.map { row in
            let cells = row.cells.map { cell -> [TableRow.Part] in
                if cell.isEmpty { return [.init(ScorecardRow.Cell.emptyLabel, .dim)] }
                return cell.takes.flatMap { take -> [TableRow.Part] in
                    let name = take.reviewer == row.role.displayName ? "" : "\(take.reviewer): "
                    let head = TableRow.Part(name + take.label, TableStyle(take.stance))
                    guard includesRationale else { return [head] }
                    let text = take.rationale.isEmpty ? [] : [TableRow.Part(take.rationale, isProse: true)]
                    return [head] + text + take.predictions.map { .init(Self.words($0), .dim, isProse: true) }
                }
            }
            return TableRow(label: row.role.displayName, cells: cells, isAtAGlance: isAtAGlance)
        }
    }

    private static func words(_ prediction: PredictionRecord) -> String {
        let state = prediction.outcome?.rawValue ?? "open"
        let sure = prediction.probability.map { ", \($0)% sure" } ?? ""
        return "Predicts by \(prediction.due)\(sure): \(prediction.text) (\(state))"
    }

    private static func weighed(_ weighing: Weighing, _ page: ComparisonPage) -> Section {
        let columns = page.comparison.columns
        let name = page.weightsName.map { "\($0): " } ?? ""
        var section = Section(title: "Weighed", remarks: ["\(name)\(weighing.weights.label)"])
        section.remarks += WeighingWords.sentences(weighing, names: columns.map(\.releaseName))
        section.rows = [
            TableRow(
                label: "Score",
                cells: weighing.scores.enumerated().map { index, score in
                    guard let score else { return [.init("No weighed take", .dim)] }
                    let isFirst = weighing.leader == index
                    return [.init(score.label, isFirst ? .bold : .plain), .init(score.coverageLabel, .dim)]
                }, isJoined: true)
        ]
        return section
    }

    private static func own(_ own: OwnVerdictRecord, _ columns: [ComparisonColumn]) -> Section {
        let chosen = columns.first { $0.reference == own.chosen }
        var remarks = [chosen.map { "Chosen: \($0.releaseName)" } ?? own.label]
        if let day = own.decidedOn { remarks.append("Decided on \(day)") }
        if let day = own.revisit { remarks.append("To look at again on \(day)") }
        if !own.note.isEmpty { remarks.append(own.note) }
        return Section(title: "Your verdict on this comparison", remarks: remarks)
    }

    private static func news(_ news: [ComparisonPage.News?]) -> Section {
        let cells = news.map { news -> [TableRow.Part] in
            guard let news else { return [.init("Not read before", .dim)] }
            let day = "Read on \(Day(containing: news.since))"
            if news.changes.isEmpty { return [.init(day, .dim), .init("Nothing has changed")] }
            return [.init(day, .dim)] + news.changes.map { .init($0, .split) }
        }
        return Section(title: "Since you last read", rows: [TableRow(label: "Changes", cells: cells)])
    }

    private static func why(_ explanations: [[Explanation]]) -> Section {
        let rows = Explanation.Value.allCases.enumerated().map { index, value in
            TableRow(
                label: value.displayName,
                cells: explanations.map { column in
                    [.init(column[index].shown, .bold)] + column[index].reasons.map { .init($0) }
                })
        }
        return Section(title: "Why", rows: rows)
    }

    private static func history(_ history: [[TimelineEvent]]) -> Section {
        let cells = history.map { events in
            events.isEmpty
                ? [TableRow.Part("Nothing published yet", .dim)]
                : events.map { .init("\(Day(containing: $0.at)) \($0.title)") }
        }
        return Section(title: "History", rows: [TableRow(label: "Published", cells: cells)])
    }
}
