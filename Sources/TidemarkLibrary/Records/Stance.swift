/// What a reviewer or a voter says about a release. Never computed from a score.
package enum Stance: String, Sendable, Hashable, CaseIterable {
    case ship
    case skip

    package var displayName: String {
        switch self {
        case .ship: "Ship"
        case .skip: "Skip"
        }
    }
}
