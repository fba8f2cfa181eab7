import TidemarkLibrary

/// The headings that tell the sections of a comparison page apart.
enum PageHeading: Equatable {
    case decision
    case decisionRow(DecisionRow.Kind)
    case scorecard
    /// Begins something that is no part of the comparison.
    case foreign

    init?(_ text: String) {
        switch text.lowercased() {
        case "decision": self = .decision
        case "reviewer scorecard": self = .scorecard
        case "weekly ai tool verdicts", "bookmarks", "loading bookmarks...", "no bookmarks yet": self = .foreign
        default:
            guard let kind = DecisionRow.Kind.allCases.first(where: { $0.displayName == text }) else { return nil }
            self = .decisionRow(kind)
        }
    }
}
