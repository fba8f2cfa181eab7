/// How much each seat of the panel counts for one reader.
package struct RoleWeights: Sendable, Hashable {
    /// 100 is as fine as a person can mean it, and keeps the search for what flips an order short.
    package static let allowed = 0...100

    private var weights: [Role: Int] = [:]

    /// Roles without a weight count for nothing. Weights are clamped to `allowed`.
    package init(_ weights: [Role: Int] = [:]) {
        for (role, weight) in weights { self[role] = weight }
    }

    package subscript(role: Role) -> Int {
        get { weights[role] ?? 0 }
        set {
            let weight = min(max(newValue, Self.allowed.lowerBound), Self.allowed.upperBound)
            weights[role] = weight == 0 ? nil : weight
        }
    }

    package var total: Int { weights.values.reduce(0, +) }

    /// Roles that count, in the order of the scorecard.
    package var roles: [Role] { Role.allCases.filter { self[$0] > 0 } }

    /// "Founder 3, Skeptic 2, PM 1": the heaviest first.
    package var label: String {
        roles.enumerated().sorted { a, b in
            self[a.element] == self[b.element] ? a.offset < b.offset : self[a.element] > self[b.element]
        }.map { "\($0.element.displayName) \(self[$0.element])" }.joined(separator: ", ")
    }

    package enum Problem: Error, Hashable, Sendable, CustomStringConvertible {
        case unknownRole(String)
        case noNumber(String)
        case repeated(Role)
        case nothing

        package var description: String {
            let example = "write weights such as \"Founder 3, Skeptic 2, PM 1\""
            switch self {
            case .unknownRole(let name):
                let roles = Role.allCases.map(\.displayName).joined(separator: ", ")
                return "There is no role \"\(name)\" on the panel: it has \(roles)."
            case .noNumber(let part):
                return "\"\(part)\" gives no weight from \(RoleWeights.allowed.lowerBound) to "
                    + "\(RoleWeights.allowed.upperBound): \(example)."
            case .repeated(let role): return "\(role.displayName) is weighed twice: give each role one weight."
            case .nothing: return "Nobody has a weight above 0: \(example)."
            }
        }
    }

    /// Reads "Founder 3, Skeptic 2, PM 1"; "Founder=3" and "founder:3" are the same, and commas may be missing.
    package init(parsing text: String) throws(Problem) {
        let words = text.split { $0.isWhitespace || ",;=:".contains($0) }
        var seen: Set<Role> = []
        for start in stride(from: 0, to: words.count, by: 2) {
            let pair = words[start...].prefix(2).map { String($0) }
            guard let role = Role(name: pair[0]) else { throw .unknownRole(pair[0]) }
            guard pair.count == 2, let weight = Int(pair[1]), Self.allowed.contains(weight) else {
                throw .noNumber(pair.joined(separator: " "))
            }
            guard seen.insert(role).inserted else { throw .repeated(role) }
            self[role] = weight
        }
        guard total > 0 else { throw .nothing }
    }
}
