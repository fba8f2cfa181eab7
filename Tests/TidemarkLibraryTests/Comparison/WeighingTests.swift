import Testing

@testable import TidemarkLibrary

@Suite struct WeighingTests {
    private func comparison() throws -> Comparison { try Comparison([Samples.inputA, Samples.inputB]) }

    @Test func weightsAreReadAndWritten() throws {
        let weights = try RoleWeights(parsing: "Founder 3, skeptic=2; PM: 1")
        #expect(weights.label == "Founder 3, Skeptic 2, PM 1")
        #expect(weights.total == 6 && weights[.builder] == 0)
        #expect(try RoleWeights(parsing: weights.label) == weights)
        #expect(try RoleWeights(parsing: "Founder 3 Skeptic 2 PM 1") == weights)
        let wrong: [(String, RoleWeights.Problem)] = [
            ("Boss 3", .unknownRole("Boss")), ("PM", .noNumber("PM")), ("PM 101", .noNumber("PM 101")),
            ("PM -1", .noNumber("PM -1")), ("PM 1, pm 2", .repeated(.pm)), ("PM 0", .nothing), ("", .nothing),
        ]
        for (text, problem) in wrong {
            #expect(throws: problem) { try RoleWeights(parsing: text) }
        }
    }

    @Test func missingTakesAreLeftOutAndShownAsCoverage() throws {
        let weighing = try Weighing(comparison(), weights: RoleWeights(parsing: "Founder 3, Skeptic 2, PM 1"))
        // A: (82 * 2 + 79) / 3; B: (78 * 2 + 52 * 3) / 5.
        #expect(weighing.scores.map { $0?.label } == ["81", "62.4"])
        #expect(
            weighing.scores.map { $0?.coverageLabel } == [
                "2 of 3 roles, 50% of your weight", "2 of 3 roles, 83% of your weight",
            ])
        #expect(weighing.leader == 0 && weighing.marginLabel == "18.6")
        #expect(weighing.ranking == [0, 1] && weighing.place(of: 1) == 2)
    }

    @Test func rolesThatGaveNoScoreWeighNothing() throws {
        let weighing = try Weighing(comparison(), weights: RoleWeights([.founder: 5]))
        #expect(weighing.scores[0] == nil && weighing.scores[1]?.label == "52")
        #expect(weighing.ranking == [1] && weighing.leader == 1 && weighing.marginLabel == nil && weighing.flip == nil)
        let none = try Weighing(
            Comparison([Samples.inputA, Samples.inputA(scoresFrom: [])]), weights: RoleWeights([.pm: 1]))
        #expect(none.ranking == [0])
    }

    @Test func aTieHasNoLeader() throws {
        let twin = Samples.inputA(scoresFrom: [88, 82, 85, 79, nil])
        let weighing = try Weighing(Comparison([Samples.inputA, twin]), weights: RoleWeights([.builder: 1, .pm: 2]))
        #expect(weighing.leader == nil && weighing.marginLabel == nil && weighing.flip == nil)
        #expect(weighing.place(of: 0) == 1 && weighing.place(of: 1) == 1)
    }

    /// Against the plain definition, in floating point, over random panels: a nearer flip than the one found does not exist,
    /// and the one found flips.
    @Test func theSmallestChangeThatFlipsTheOrder() throws {
        var found = 0
        for seed in 0..<60 {
            var generator = SeededGenerator(seed: UInt64(seed))
            let inputs = (0..<3).map { index in
                Samples.inputA(
                    scoresFrom: (0..<5).map { _ in
                        Int.random(in: 0..<10, using: &generator) < 3 ? nil : Int.random(in: 40...95, using: &generator)
                    }, slug: "t\(index)")
            }
            var weights = RoleWeights()
            for role in Role.allCases { weights[role] = Int.random(in: 0...6, using: &generator) }
            guard weights.total > 0 else { continue }
            let weighing = Weighing(try Comparison(inputs), weights: weights)
            guard let leader = weighing.leader else { continue }
            func plainLeader(_ weights: RoleWeights) -> Int? {
                let scores = inputs.map { input -> Double? in
                    let takes = input.takes.filter { $0.score != nil && weights[$0.role] > 0 }
                    let weight = takes.reduce(0) { $0 + weights[$1.role] }
                    guard weight > 0 else { return nil }
                    return Double(takes.reduce(0) { $0 + ($1.score ?? 0) * weights[$1.role] }) / Double(weight)
                }
                let best = scores.compactMap(\.self).max() ?? 0
                let first = scores.indices.filter { (scores[$0] ?? -1) > best - 1e-9 }
                return first.count == 1 && scores.count(where: { $0 != nil }) > 1 ? first[0] : nil
            }
            #expect(plainLeader(weights) == leader || weighing.ranking.count == 1, "seed \(seed)")
            var nearest = Int.max
            for role in Role.allCases {
                for weight in RoleWeights.allowed {
                    var changed = weights
                    changed[role] = weight
                    if let other = plainLeader(changed), other != leader {
                        nearest = min(nearest, abs(weight - weights[role]))
                    }
                }
            }
            if let flip = weighing.flip {
                found += 1
                var changed = weights
                changed[flip.role] = flip.to
                #expect(plainLeader(changed) == flip.leader && flip.leader != leader, "seed \(seed)")
                #expect(abs(flip.to - flip.from) == nearest && flip.from == weights[flip.role], "seed \(seed)")
            } else if weighing.ranking.count > 1 {
                #expect(nearest == .max, "seed \(seed)")
            }
        }
        #expect(found > 10)
    }
}
