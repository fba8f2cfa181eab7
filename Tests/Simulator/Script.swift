import TestSupport

/// What a seed stands for: the devices, and the steps in their order.
///
/// No seed has every fault: one that has some of them often finds more than one that has all of them seldom.
package struct Script: Hashable, Sendable {
    package let seed: UInt64
    package let deviceCount: Int
    package let relayCount: Int
    /// Whether everybody has heard everything when it begins.
    package let startsLevel: Bool
    /// The most by which a device's clock is off when it begins, in milliseconds.
    package let clockError: Int64
    /// Whether some devices have an earlier version when it begins.
    package let isMixed: Bool
    package var steps: [Step]

    private static let tenDays: Int64 = 864_000_000

    /// - Parameter together: lets libraries be copied where relays lose what they had, too (`Protocol/simulation.md`).
    package init(seed: UInt64, together: Bool = false) {
        var random = SeededGenerator(seed: seed)
        self.seed = seed
        deviceCount = Int.random(in: 2...4, using: &random)
        startsLevel = random.chance(50)
        clockError = random.chance(60) ? Self.tenDays : 0
        var weights: [(Step.Kind, Int)] = [
            (.edit, 50), (.sync, random.chance(20) ? 12 : 32), (.stray, 6), (.lateAnswer, 3), (.clockJump, 3),
            (.undo, 4), (.crash, 2),
            (.bulk, 2), (.unite, 1), (.audit, 2),
        ]
        if random.chance(40) { weights += [(.importFile, 4)] }
        if random.chance(20) { weights += [(.importFile, 3), (.removeMuch, 3), (.decide, 2)] }
        if random.chance(30) { weights += [(.night, 3)] }
        if random.chance(25) { weights += [(.poison, 2)] }
        isMixed = random.chance(30)
        if isMixed { weights += [(.update, 2)] }
        // Two copies of one writer on both sides of a relay that forgets are told apart by nobody: rule 23 has one home relay.
        let copies = random.chance(35)
        let forgets = random.chance(40)
        let moves = random.chance(25)
        if copies { weights += [(.copy, 2), (.backUp, 3), (.restore, 3)] }
        if forgets, together || !copies { weights += [(.wipeRelay, 2), (.saveRelay, 3), (.rollBackRelay, 3)] }
        if moves, together || !copies {
            weights += [(.moveRelay, 4)]
            relayCount = 2
        } else {
            relayCount = 1
            if random.chance(30) { weights += [(.relayClock, 3)] }
        }
        // Who issues anew what a copy did long ago does not look at it again as one who was away does.
        if random.chance(30), !copies, !isMixed { weights += [(.season, 6), (.snapshot, 4)] }
        let total = weights.map(\.1).reduce(0, +)
        let count = Int.random(in: 25...50, using: &random)
        steps = (0..<count).map { _ in
            var rest = Int.random(in: 0..<total, using: &random)
            let kind = weights.first { weight in
                rest -= weight.1
                return rest < 0
            }
            return Step(kind?.0 ?? .audit, seed: random.next())
        }
    }
}
