/// Something that happened to a release, as its history and digests tell it.
package struct TimelineEvent: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        // In the order in which they are told when they happened at once: causes first.
        case newRelease
        case take
        case pricing
        case verdict
        case votes
        case prediction
    }

    package let kind: Kind
    /// Milliseconds since 1970.
    package let at: Int64
    /// "tool/release".
    package let reference: String
    package let releaseName: String
    /// One line without the release's name: "Verdict: Ship, before Split".
    package let title: String
    /// More than fits a line; empty for none.
    package let detail: String

    package init(
        kind: Kind, at: Int64, reference: String, releaseName: String, title: String, detail: String = ""
    ) {
        self.kind = kind
        self.at = at
        self.reference = reference
        self.releaseName = releaseName
        self.title = title
        self.detail = detail
    }

    static func newTitle(_ tally: PanelTally) -> String {
        tally.verdict == .none ? "New, no verdict yet" : "New, \(tally.verdictLabel)"
    }

    static func verdictTitle(_ tally: PanelTally, before: PanelTally) -> String {
        "Verdict: \(tally.verdict.displayName), before \(before.verdict.displayName)"
    }

    /// Names the event for ever: the same on every device and in every period that holds it.
    package var key: String { "\(kind.rawValue)|\(reference)|\(at)|\(title)" }
}
