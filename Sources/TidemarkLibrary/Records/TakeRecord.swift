/// One reviewer's take on one release, from one seat of the panel.
///
/// Score, stance and rationale are independent: each may be missing, none follows from another.
package struct TakeRecord: Sendable, Hashable {
    /// The scores that a take may give.
    package static let scores = 0...100

    package var role: Role
    /// The reviewer's name; the role's display name where the source names nobody.
    package var reviewer: String
    /// Within `scores`.
    package var score: Int?
    package var stance: Stance?
    /// Paragraphs are separated by an empty line.
    package var rationale: String
    /// When it was published as it stands, in milliseconds since 1970; nil where the source does not say.
    package var publishedAt: Int64?
    /// By the day on which they are due.
    package var predictions: [PredictionRecord]

    package init(
        role: Role, reviewer: String, score: Int? = nil, stance: Stance? = nil, rationale: String = "",
        publishedAt: Int64? = nil, predictions: [PredictionRecord] = []
    ) {
        self.role = role
        self.reviewer = reviewer
        self.score = score
        self.stance = stance
        self.rationale = rationale
        self.publishedAt = publishedAt
        self.predictions = predictions
    }
}
