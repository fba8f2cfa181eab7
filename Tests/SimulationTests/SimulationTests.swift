import Foundation
import TestSupport
import Testing

/// `TIDEMARK_SEEDS` sets how many seeds run and `TIDEMARK_FROM` the first; one failing seed is run again with
/// `TIDEMARK_SEEDS=1 TIDEMARK_FROM=<seed> TIDEMARK_TRACE=1 swift test --filter SimulationTests`.
struct SimulationTests {
    /// One half of the seeds each, so that two cores share the work.
    @Test(arguments: [UInt64(0), 1])
    func everySeedConvergesAndLosesNothing(half: UInt64) throws {
        let environment = ProcessInfo.processInfo.environment
        let from = environment["TIDEMARK_FROM"].flatMap(UInt64.init) ?? 1
        let count = environment["TIDEMARK_SEEDS"].flatMap(UInt64.init) ?? 500
        for seed in from..<(from + count) where seed % 2 == half {
            let world = try World(seed: seed)
            var wrong: [String] = []
            do {
                for _ in 0..<40 { try world.step() }
                try world.household.settle()
                wrong = try Oracles.all(world)
            } catch {
                wrong = ["\(error)"]
            }
            if environment["TIDEMARK_TRACE"] != nil { print(world.trace.joined(separator: "\n")) }
            #expect(wrong.isEmpty, "seed \(seed): \(wrong.prefix(5).joined(separator: "; "))")
            if !wrong.isEmpty { break }
        }
    }
}
