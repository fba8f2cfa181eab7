/// Releases side by side: a view, computed from its inputs each time and never stored.
package struct Comparison: Sendable, Hashable {
    /// More than six columns cannot be read side by side, and one is no comparison.
    package static let allowedColumns = 2...6

    package let identity: ComparisonIdentity
    /// In the order asked for.
    package let columns: [ComparisonColumn]
    /// All kinds, in their fixed order.
    package let decisions: [DecisionRow]
    /// Roles that gave no column a take have no row.
    package let scorecard: [ScorecardRow]

    package init(
        _ inputs: [ComparisonColumn.Input], threshold: VerdictThreshold = .half
    ) throws(ComparisonError) {
        guard Self.allowedColumns.contains(inputs.count) else { throw .wrongCount(inputs.count) }
        var seen: Set<String> = []
        for input in inputs where !seen.insert(input.reference).inserted { throw .repeated(input.reference) }
        let columns = inputs.map { ComparisonColumn($0, threshold: threshold) }
        self.columns = columns
        identity = ComparisonIdentity(references: inputs.map(\.reference))
        decisions = DecisionRow.Kind.allCases.map { DecisionRow($0, columns: columns) }
        scorecard = Role.allCases.compactMap { ScorecardRow($0, inputs: inputs) }
    }

    /// "A vs B", in display order.
    package var title: String { columns.map(\.releaseName).joined(separator: " vs ") }
}
