/// Something that a reviewer expects to happen until a day, and whether it did.
package struct PredictionRecord: Sendable, Hashable {
    package enum Outcome: String, Sendable, Hashable, CaseIterable {
        case right
        case wrong
        /// The day came, and nobody can say.
        case unclear
    }

    /// In percent. 0 and 100 would be certainties.
    package static let probabilities = 1...99

    /// Unique among the predictions of a take.
    package var slug: String
    package var text: String
    /// The day by which it is to be judged.
    package var due: Day
    package var madeOn: Day?
    /// How sure the reviewer was, within `probabilities`.
    package var probability: Int?
    /// Nil while it is open.
    package var outcome: Outcome?
    package var resolvedOn: Day?

    /// - Parameter slug: nil for the first words of `text`.
    package init(
        slug: String? = nil, text: String, due: Day, madeOn: Day? = nil, probability: Int? = nil,
        outcome: Outcome? = nil, resolvedOn: Day? = nil
    ) {
        self.slug = slug ?? Self.slug(of: text)
        self.text = text
        self.due = due
        self.madeOn = madeOn
        self.probability = probability
        self.outcome = outcome
        self.resolvedOn = resolvedOn
    }

    /// Six words tell the predictions of one take apart and can still be typed.
    private static let wordsInSlug = 6

    /// The first words of a text, as a slug.
    package static func slug(of text: String) -> String {
        let words = text.split(whereSeparator: \.isWhitespace).prefix(wordsInSlug)
        let slug = Slug.make(words.joined(separator: " "))
        return slug.isEmpty ? "prediction" : slug
    }

    /// Open, and its day is over.
    package func isDue(on day: Day) -> Bool { outcome == nil && due < day }

    /// The prediction as it stood on a day; nil if it had not been made.
    package func asOf(_ day: Day) -> PredictionRecord? {
        if let madeOn, day < madeOn { return nil }
        guard let resolvedOn, day < resolvedOn else { return self }
        var earlier = self
        earlier.outcome = nil
        earlier.resolvedOn = nil
        return earlier
    }
}
