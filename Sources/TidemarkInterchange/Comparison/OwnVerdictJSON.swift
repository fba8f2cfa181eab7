package import TidemarkLibrary

/// A reader's verdict as JSON. Days are ISO 8601 calendar dates.
package struct OwnVerdictJSON: Codable, Sendable, Equatable {
    package var releases: [String]
    /// "ship", "skip" or "none".
    package var stance: String
    package var chosen: String?
    package var note: String
    package var revisit: String?
    package var decidedOn: String?

    package init(_ record: OwnVerdictRecord) {
        releases = record.references
        stance = record.stance?.rawValue ?? "none"
        chosen = record.chosen
        note = record.note
        revisit = record.revisit?.description
        decidedOn = record.decidedOn?.description
    }
}
