/// The panel's takes on one release, counted.
package struct PanelTally: Sendable, Hashable {
    /// Takes that say ship.
    package let ship: Int
    /// Takes that say skip.
    package let skip: Int
    /// Takes that are there but say neither.
    package let undecided: Int
    /// Seats of the panel without a take.
    package let absent: Int
    package let threshold: VerdictThreshold
    private let scoreSum: Int
    /// Takes with a score; independent of `stanceCount`.
    package let scoreCount: Int

    /// - Parameter roles: the seats that could have given a take.
    package init(
        takes: some Collection<TakeRecord>, roles: [Role] = Role.allCases, threshold: VerdictThreshold = .half
    ) {
        ship = takes.count { $0.stance == .ship }
        skip = takes.count { $0.stance == .skip }
        undecided = takes.count { $0.stance == nil }
        absent = roles.count { role in !takes.contains { $0.role == role } }
        scoreSum = takes.reduce(0) { $0 + ($1.score ?? 0) }
        scoreCount = takes.count { $0.score != nil }
        self.threshold = threshold
    }

    /// n: the takes that the verdict and the percentage rest on.
    package var stanceCount: Int { ship + skip }

    package var verdict: Verdict { Verdict(ship: ship, skip: skip, threshold: threshold) }

    /// Share of ship among takes with a stance; `nil` if there are none.
    package var percent: Int? { Share.percent(ship, of: stanceCount) }

    /// `nil` if no take has a score.
    package var meanScore: Double? { scoreCount == 0 ? nil : Double(scoreSum) / Double(scoreCount) }

    /// "Ship · 3 ship / 1 skip", or "No verdict yet".
    package var verdictLabel: String {
        let verdict = verdict
        return verdict == .none ? verdict.displayName : "\(verdict.displayName) · \(ship) ship / \(skip) skip"
    }

    /// "Panel ship 75%", or "No panel takes yet" (which is not 0%).
    package var shareLabel: String { percent.map { "Panel ship \($0)%" } ?? "No panel takes yet" }

    /// What `shareLabel` rests on: "3 of 4 takes, 1 seat absent".
    package var basisLabel: String {
        var label = "\(ship) of \(stanceCount) \(stanceCount == 1 ? "take" : "takes")"
        if undecided > 0 { label += ", \(undecided) undecided" }
        if absent > 0 { label += ", \(absent) \(absent == 1 ? "seat" : "seats") absent" }
        return label
    }

    /// "83.5", to two decimals, rounded half up; `nil` if no take has a score.
    package var meanScoreLabel: String? { scoreCount == 0 ? nil : Hundredths.label(scoreSum, of: scoreCount) }
}
