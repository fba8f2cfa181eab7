/// A seat on the panel. The order of the cases is the order of the scorecard's rows.
package enum Role: String, Sendable, Hashable, CaseIterable, Comparable {
    case builder
    case skeptic
    case futurist
    case pm
    case founder

    package var displayName: String {
        switch self {
        case .builder: "Builder"
        case .skeptic: "Skeptic"
        case .futurist: "Futurist"
        case .pm: "PM"
        case .founder: "Founder"
        }
    }

    /// The role of this name, in any case of ASCII letters.
    package init?(name: String) {
        self.init(rawValue: name.lowercased())
    }

    package static func < (left: Role, right: Role) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int {
        switch self {
        case .builder: 0
        case .skeptic: 1
        case .futurist: 2
        case .pm: 3
        case .founder: 4
        }
    }
}
