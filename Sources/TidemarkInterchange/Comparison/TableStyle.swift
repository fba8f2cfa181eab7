import TidemarkLibrary

/// How a cell of a terminal table is shown, as parameters of the control sequence SGR (ECMA-48, 8.3.117).
enum TableStyle: String {
    case plain = ""
    case bold = "1"
    case dim = "2"
    case ship = "32"
    case skip = "31"
    case split = "33"

    init(_ verdict: Verdict) {
        switch verdict {
        case .ship: self = .ship
        case .skip: self = .skip
        case .split: self = .split
        case .none: self = .dim
        }
    }

    init(_ stance: Stance?) {
        switch stance {
        case .ship: self = .ship
        case .skip: self = .skip
        case nil: self = .plain
        }
    }

    func apply(to text: String) -> String {
        self == .plain || text.isEmpty ? text : "\u{1B}[\(rawValue)m\(text)\u{1B}[0m"
    }
}
