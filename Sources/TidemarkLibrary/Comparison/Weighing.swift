/// A comparison's scores under a reader's weights.
///
/// Exact: all sums are integers, so that equal scores are equal and no order hangs on rounding.
package struct Weighing: Sendable, Hashable {
    /// One column's weighted score.
    package struct Score: Sendable, Hashable {
        /// Sum of weight and score, and of the weights that it rests on. A missing take leaves both alone, so that it
        /// counts for nobody: what is there is normalised anew.
        let sum: Int
        let weight: Int
        /// What `sum` was multiplied by to keep means of several takes whole.
        let scale: Int
        /// Weighed roles that gave a score here.
        package let coveredRoles: Int
        package let roles: Int
        /// Of all weights, how much is covered, in whole percent.
        package let coveredPercent: Int

        /// 0 to 100.
        package var value: Double { Double(sum) / Double(weight * scale) }

        /// "83.5".
        package var label: String { Hundredths.label(sum, of: weight * scale) }

        /// "4 of 5 roles, 86% of your weight".
        package var coverageLabel: String {
            "\(coveredRoles) of \(roles) \(roles == 1 ? "role" : "roles"), \(coveredPercent)% of your weight"
        }
    }

    /// The smallest change of one weight that puts another column in front.
    package struct Flip: Sendable, Hashable {
        package let role: Role
        package let from: Int
        package let to: Int
        /// The column that then leads.
        package let leader: Int
    }

    package let weights: RoleWeights
    /// One per column; nil where no role that counts gave a score.
    package let scores: [Score?]
    /// Columns with a score, the best first; equal scores in display order.
    package let ranking: [Int]
    /// Nil where nothing leads (fewer than two scores, or a tie in front), or no single change up to the largest weight
    /// gives the lead to another column.
    package let flip: Flip?

    package init(_ comparison: Comparison, weights: RoleWeights) {
        let table = ScoreTable(comparison)
        self.weights = weights
        scores = table.scores(weights)
        ranking = ScoreTable.ranking(scores)
        flip = table.flip(weights)
    }

    /// The column in front, if it is alone there.
    package var leader: Int? {
        guard let first = ranking.first, let score = scores[first] else { return nil }
        guard ranking.count > 1, let next = scores[ranking[1]] else { return ranking.count == 1 ? first : nil }
        return ScoreTable.isLess(next, score) ? first : nil
    }

    /// What the leader is ahead by, in points: "3.25". Nil without a leader or without a second.
    package var marginLabel: String? {
        guard leader != nil, ranking.count > 1, let a = scores[ranking[0]], let b = scores[ranking[1]] else {
            return nil
        }
        return Hundredths.label(a.sum * b.weight - b.sum * a.weight, of: a.weight * b.weight * a.scale)
    }

    /// Column's place in the ranking, from 1; equal scores share one.
    package func place(of column: Int) -> Int? {
        guard let score = scores[column] else { return nil }
        return 1 + ranking.count { other in scores[other].map { ScoreTable.isLess(score, $0) } ?? false }
    }
}
