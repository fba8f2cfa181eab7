/// The badge of a release, computed from the stances of those who gave one. Whoever gave none counts for nobody.
package enum Verdict: String, Sendable, Hashable, CaseIterable {
    case ship
    case skip
    /// Exactly at the threshold.
    case split
    /// Nobody gave a stance.
    case none

    package init(ship: Int, skip: Int, threshold: VerdictThreshold = .half) {
        let count = ship + skip
        guard count > 0 else {
            self = .none
            return
        }
        let share = ship * 100
        let required = threshold.percent * count
        self = share > required ? .ship : share == required ? .split : .skip
    }

    package var displayName: String {
        switch self {
        case .ship: "Ship"
        case .skip: "Skip"
        case .split: "Split"
        case .none: "No verdict yet"
        }
    }
}
