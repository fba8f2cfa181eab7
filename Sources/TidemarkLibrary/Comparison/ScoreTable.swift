/// The scores of a comparison by role and column, ready to be weighed many times.
struct ScoreTable {
    /// By role, then by column: the mean of the role's scores times `scale`.
    private let means: [Role: [Int?]]
    private let columns: Int
    /// A multiple of all counts of scores in a cell.
    private let scale: Int

    init(_ comparison: Comparison) {
        columns = comparison.columns.count
        var scale = 1
        for cell in comparison.scorecard.flatMap(\.cells) {
            let count = cell.takes.count { $0.score != nil }
            if count > 0 { scale = Self.leastCommonMultiple(scale, count) }
        }
        self.scale = scale
        var means: [Role: [Int?]] = [:]
        for row in comparison.scorecard {
            means[row.role] = row.cells.map { cell in
                let scores = cell.takes.compactMap(\.score)
                return scores.isEmpty ? nil : scores.reduce(0, +) * (scale / scores.count)
            }
        }
        self.means = means
    }

    func scores(_ weights: RoleWeights) -> [Weighing.Score?] {
        (0..<columns).map { column in
            var (sum, weight, covered) = (0, 0, 0)
            for role in weights.roles {
                guard let mean = means[role]?[column] else { continue }
                sum += mean * weights[role]
                weight += weights[role]
                covered += 1
            }
            guard weight > 0, let percent = Share.percent(weight, of: weights.total) else { return nil }
            return Weighing.Score(
                sum: sum, weight: weight, scale: scale, coveredRoles: covered, roles: weights.roles.count,
                coveredPercent: percent)
        }
    }

    static func isLess(_ a: Weighing.Score, _ b: Weighing.Score) -> Bool { a.sum * b.weight < b.sum * a.weight }

    static func ranking(_ scores: [Weighing.Score?]) -> [Int] {
        scores.indices.filter { scores[$0] != nil }.sorted { a, b in
            guard let left = scores[a], let right = scores[b] else { return a < b }
            if isLess(right, left) { return true }
            return isLess(left, right) ? false : a < b
        }
    }

    /// The column that is alone in front.
    private func leader(_ weights: RoleWeights) -> Int? {
        let scores = scores(weights)
        let ranking = Self.ranking(scores)
        guard ranking.count > 1, let first = scores[ranking[0]], let second = scores[ranking[1]] else { return nil }
        return Self.isLess(second, first) ? ranking[0] : nil
    }

    /// Tries all weights of each role, the nearest first. The score is a ratio of two lines in a weight, so that the order
    /// of two columns can change twice: trying is shorter than solving, and exact. Cost: 5 roles, 100 weights.
    func flip(_ weights: RoleWeights) -> Weighing.Flip? {
        guard let front = leader(weights) else { return nil }
        for distance in 1...RoleWeights.allowed.upperBound {
            for role in Role.allCases where means[role] != nil {
                for weight in [weights[role] - distance, weights[role] + distance]
                where RoleWeights.allowed.contains(weight) {
                    var changed = weights
                    changed[role] = weight
                    guard changed.total > 0, let other = leader(changed), other != front else { continue }
                    return Weighing.Flip(role: role, from: weights[role], to: weight, leader: other)
                }
            }
        }
        return nil
    }

    private static func leastCommonMultiple(_ a: Int, _ b: Int) -> Int {
        var (x, y) = (a, b)
        while y != 0 { (x, y) = (y, x % y) }
        return a / x * b
    }
}
