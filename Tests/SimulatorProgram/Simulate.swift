import ArgumentParser
import Foundation
import Simulator
import Synchronization

/// Runs many seeds on all cores, and shrinks what fails.
@main
struct Simulate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tidemark-simulate",
        abstract: "Runs real replicas through faults, one script for each seed. Exits with 1 where something is wrong.")

    @Option(help: "How many seeds.")
    var seeds: UInt64 = 1000

    @Option(help: "The first seed.")
    var from: UInt64 = 1

    @Flag(help: "Print what happens in each.")
    var trace = false

    @Flag(
        help:
            "Copy libraries in worlds where relays lose what they had, too. Known to fail: see Protocol/simulation.md.")
    var together = false

    @Option(help: "Stop after so many failures.")
    var failures = 3

    private struct Shared: Sendable {
        var next: UInt64
        var done: UInt64 = 0
        var failed: [UInt64] = []
    }

    func run() throws {
        let start = ContinuousClock.now
        let shared = Mutex(Shared(next: from))
        let workers = trace ? 1 : max(ProcessInfo.processInfo.activeProcessorCount, 1)
        DispatchQueue.concurrentPerform(iterations: workers) { _ in
            while let seed = next(shared) { one(seed, shared) }
        }
        let result = shared.withLock { $0 }
        let seconds = Double((ContinuousClock.now - start) / .milliseconds(1)) / 1000
        let rate = String(format: "%.1f", Double(result.done) / max(seconds, 0.001))
        let failed = result.failed.isEmpty ? "none failed" : "failed: \(result.failed.sorted())"
        say("\(result.done) seeds in \(Int(seconds)) s (\(rate)/s); \(failed)")
        if !result.failed.isEmpty { throw ExitCode(1) }
    }

    /// At once, also into a file: a long run is looked at while it goes on.
    private func say(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }

    private func next(_ shared: borrowing Mutex<Shared>) -> UInt64? {
        shared.withLock { state in
            guard state.next < from + seeds, state.failed.count < failures else { return nil }
            state.next += 1
            return state.next - 1
        }
    }

    private func one(_ seed: UInt64, _ shared: borrowing Mutex<Shared>) {
        let script = Script(seed: seed, together: together)
        let result = Simulation.run(script, trace: trace)
        shared.withLock { $0.done += 1 }
        if trace { say((["seed \(seed)"] + result.trace).joined(separator: "\n  ")) }
        guard !result.wrong.isEmpty else { return }
        let small = Simulation.shrunk(script)
        let lines =
            ["seed \(seed): \(script.steps.count) steps, shrunk to \(small.script.steps.count)"] + small.result.trace
            + small.result.wrong.prefix(5).map { "WRONG: \($0)" }
        shared.withLock { state in
            state.failed.append(seed)
            say(lines.joined(separator: "\n  "))
        }
    }
}
