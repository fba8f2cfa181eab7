/// A reader's own verdict on one release, or on several that were compared. Private to the shelf; refers to releases of a
/// catalogue and never changes them.
package struct OwnVerdictRecord: Sendable, Hashable {
    /// The releases as commands name them, sorted.
    package var references: [String]
    /// On one release; nil for none (yet).
    package var stance: Stance?
    /// Of several, the one that was chosen.
    package var chosen: String?
    package var note: String
    /// When to look again.
    package var revisit: Day?
    /// When it was last decided.
    package var decidedOn: Day?

    package init(
        references: [String], stance: Stance? = nil, chosen: String? = nil, note: String = "", revisit: Day? = nil,
        decidedOn: Day? = nil
    ) {
        self.references = ComparisonIdentity(references: references).references
        self.stance = stance
        self.chosen = chosen
        self.note = note
        self.revisit = revisit
        self.decidedOn = decidedOn
    }

    package func isDue(on day: Day) -> Bool { revisit.map { $0 <= day } ?? false }

    /// "Ship", "Chosen: cursor/0.50", or "None yet".
    package var label: String {
        if let chosen { return "Chosen: \(chosen)" }
        return stance?.displayName ?? "None yet"
    }
}
