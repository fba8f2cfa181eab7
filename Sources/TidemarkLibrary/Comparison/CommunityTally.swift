/// The votes of a catalogue's members on one release, counted.
package struct CommunityTally: Sendable, Hashable {
    /// Below this, one vote moves the share by more than 20 points: counts are shown without a percentage.
    package static let votesForPercentage = 5

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

    package var interval: WilsonInterval { WilsonInterval(ship, of: count) }

    /// What to rank by: the lower end of `interval`. 0 without votes.
    package var lowerBound: Double { interval.lower }

    /// "No community votes yet", "2 ship / 1 skip", or "80% ship · 4 ship / 1 skip".
    package var label: String {
        guard count > 0 else { return "No community votes yet" }
        let counts = "\(ship) ship / \(skip) skip"
        return percent.map { "\($0)% ship · \(counts)" } ?? counts
    }
}
