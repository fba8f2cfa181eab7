import TestSupport
import TidemarkReplica

/// Runs scripts, and makes small ones of those that fail.
package enum Simulation {
    package struct Result: Sendable {
        /// What was wrong; empty where all is well.
        package let wrong: [String]
        /// What happened, one line each; empty unless it was asked for.
        package let trace: [String]
    }

    package static func run(_ script: Script, trace: Bool = false) -> Result {
        let world: World
        do {
            world = try World(script, trace: trace)
        } catch {
            return Result(wrong: ["the beginning: \(error)"], trace: [])
        }
        do {
            for step in script.steps { try world.perform(step) }
            try world.settle()
            let wrong = try Oracles.all(world)
            return Result(wrong: wrong, trace: world.trace)
        } catch {
            return Result(wrong: ["\(error)"], trace: world.trace)
        }
    }

    /// Leaves out steps as long as it still fails: halves first, single ones last.
    package static func shrink(_ script: Script, fails: (Script) -> Bool) -> Script {
        var best = script
        var size = max(script.steps.count / 2, 1)
        while true {
            var start = 0
            var smaller = false
            while start < best.steps.count {
                var candidate = best
                candidate.steps.removeSubrange(start..<min(start + size, candidate.steps.count))
                if fails(candidate) {
                    best = candidate
                    smaller = true
                } else {
                    start += size
                }
            }
            if size == 1 && !smaller { return best }
            size = max(size / 2, 1)
        }
    }

    /// The shortest script found that fails as this one does, and how it fails.
    package static func shrunk(_ script: Script) -> (script: Script, result: Result) {
        let small = shrink(script) { !run($0).wrong.isEmpty }
        return (small, run(small, trace: true))
    }
}

extension World {
    /// Everybody comes together: one relay, right clocks there, and syncs until nobody has anything left to tell.
    func settle() throws {
        note("— everybody comes together —")
        var random = SeededGenerator(seed: script.seed ^ 0xE4D)
        for relay in relayClocks.indices { relayClocks[relay] = 0 }
        for device in devices { try moveRelay(device, to: relays.count - 1) }
        for _ in 0..<(stray.count / 2) { try deliverStray(&random) }
        try syncAll()
        if try devices.contains(where: { try $0.isEarlier }) {
            for device in devices { try update(device) }
            try syncAll()
        }
        guard try devices.contains(where: { try !$0.replica.heldRemovals().isEmpty }) else { return }
        for device in devices { try decide(device, accept: random.chance(70)) }
        try syncAll()
        // What somebody refused came back with a restoring that the others may hold in turn; they take it as it is now.
        for device in devices { try decide(device, accept: true) }
    }

    /// Rounds of everybody after which nothing new may be said.
    private static let maximumRounds = 5

    private func syncAll() throws {
        for _ in 0..<Self.maximumRounds {
            var isQuiet = true
            for device in devices {
                for space in spaces where try !syncToEnd(device, space) { isQuiet = false }
            }
            if isQuiet { return }
        }
        throw Violation(description: "somebody always has something new to say")
    }
}
