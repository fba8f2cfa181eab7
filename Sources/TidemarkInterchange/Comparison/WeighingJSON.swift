import TidemarkLibrary

/// A weighed comparison as JSON.
package struct WeighingJSON: Codable, Sendable, Equatable {
    package struct Score: Codable, Sendable, Equatable {
        package var reference: String
        /// 0 to 100; absent where no weighed role has given a score.
        package var score: Double?
        /// From 1; equal scores share a place.
        package var place: Int?
        package var coveredRoles: Int
        package var coveredPercent: Int
        package var label: String
    }

    package struct Flip: Codable, Sendable, Equatable {
        package var role: String
        package var from: Int
        package var to: Int
        /// The release that then leads.
        package var leader: String
    }

    package var name: String?
    package var weights: [String: Int]
    /// One per column.
    package var scores: [Score]
    package var leader: String?
    package var margin: String?
    /// The smallest change of one weight that puts another release in front; absent where there is none.
    package var flip: Flip?

    init(_ weighing: Weighing, name: String?, columns: [ComparisonColumnJSON]) {
        self.name = name
        weights = Dictionary(
            uniqueKeysWithValues: weighing.weights.roles.map { ($0.rawValue, weighing.weights[$0]) })
        scores = weighing.scores.enumerated().map { index, score in
            Score(
                reference: columns[index].reference, score: score?.value, place: weighing.place(of: index),
                coveredRoles: score?.coveredRoles ?? 0, coveredPercent: score?.coveredPercent ?? 0,
                label: score.map { "\($0.label) (\($0.coverageLabel))" } ?? "No weighed take")
        }
        leader = weighing.leader.map { columns[$0].reference }
        margin = weighing.marginLabel
        flip = weighing.flip.map {
            Flip(role: $0.role.rawValue, from: $0.from, to: $0.to, leader: columns[$0.leader].reference)
        }
    }
}
