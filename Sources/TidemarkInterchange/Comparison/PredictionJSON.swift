package import TidemarkLibrary

/// A prediction as JSON. Days are ISO 8601 calendar dates.
package struct PredictionJSON: Codable, Sendable, Equatable {
    package var slug: String
    package var text: String
    package var due: String
    package var madeOn: String?
    /// In percent.
    package var probability: Int?
    /// "open", "right", "wrong" or "unclear".
    package var outcome: String
    package var resolvedOn: String?

    package init(_ prediction: PredictionRecord) {
        slug = prediction.slug
        text = prediction.text
        due = prediction.due.description
        madeOn = prediction.madeOn?.description
        probability = prediction.probability
        outcome = prediction.outcome?.rawValue ?? "open"
        resolvedOn = prediction.resolvedOn?.description
    }
}
