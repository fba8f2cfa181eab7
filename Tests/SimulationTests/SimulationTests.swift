import Foundation
import Simulator
import Testing

/// `TIDEMARK_SEEDS` sets how many seeds run and `TIDEMARK_FROM` the first. `./Tests/simulate` runs many more.
struct SimulationTests {
    /// One half of the seeds each, so that two cores share the work.
    @Test(arguments: [UInt64(0), 1])
    func everySeedConvergesAndLosesNothing(half: UInt64) {
        let environment = ProcessInfo.processInfo.environment
        let from = environment["TIDEMARK_FROM"].flatMap(UInt64.init) ?? 1
        let count = environment["TIDEMARK_SEEDS"].flatMap(UInt64.init) ?? 1000
        for seed in from..<(from + count) where seed % 2 == half {
            let script = Script(seed: seed)
            let wrong = Simulation.run(script).wrong
            guard !wrong.isEmpty else { continue }
            let small = Simulation.shrunk(script)
            let trace = small.result.trace.joined(separator: "\n  ")
            Issue.record("seed \(seed): \(wrong.prefix(5).joined(separator: "; "))\n  \(trace)")
            return
        }
    }

    @Test func aSeedSaysTheSameEachTime() {
        for seed in 1...5 as ClosedRange<UInt64> {
            let first = Simulation.run(Script(seed: seed), trace: true)
            let second = Simulation.run(Script(seed: seed), trace: true)
            #expect(first.trace == second.trace && first.wrong == second.wrong)
            #expect(first.trace.count > 10)
        }
    }

    @Test func aScriptShrinksToTheStepsThatMatter() {
        let script = Script(seed: 3)
        let needed = Set([script.steps[4], script.steps[17]])
        let small = Simulation.shrink(script) { needed.isSubset(of: $0.steps) }
        #expect(Set(small.steps) == needed && small.steps.count == 2)
    }
}
