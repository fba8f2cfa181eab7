/// The votes of a catalogue's members on one release, counted.
package struct CommunityTally: Sendable, Hashable {
    /// Below this, one vote moves the share by more than 20 points: counts are shown without a percentage.
    package static let votesForPercentage = 5

    /// The 0.975 quantile of the standard normal distribution: a two-sided interval of 95%.
    private static let quantile = 1.959963984540054

    package let ship: Int
    package let skip: Int

    /// Negative counts are taken as 0.
    package init(ship: Int = 0, skip: Int = 0) {
        self.ship = max(ship, 0)
        self.skip = max(skip, 0)
    }

    package var count: Int { ship + skip }

    /// Share of ship; `nil` with fewer than `votesForPercentage` votes.
    package var percent: Int? { count < Self.votesForPercentage ? nil : Share.percent(ship, of: count) }

    /// What to rank by: the lower end of the 95% score interval for the share of ship (Wilson: Probable
    /// Inference, the Law of Succession, and Statistical Inference, 1927). 0 without votes.
    package var lowerBound: Double {
        guard count > 0 else { return 0 }
        let total = Double(count)
        let share = Double(ship) / total
        let square = Self.quantile * Self.quantile
        let centre = share + square / (2 * total)
        let margin = Self.quantile * ((share * (1 - share) + square / (4 * total)) / total).squareRoot()
        return max(0, (centre - margin) / (1 + square / total))
    }

    /// "No community votes yet", "2 ship / 1 skip", or "80% ship · 4 ship / 1 skip".
    package var label: String {
        guard count > 0 else { return "No community votes yet" }
        let counts = "\(ship) ship / \(skip) skip"
        return percent.map { "\($0)% ship · \(counts)" } ?? counts
    }
}
