import Foundation
import TestSupport
import TidemarkReplica

/// What it costs that nothing happens: a sync between two that are level, and a relay that waits.
enum Idle {
    static func run() throws -> [Figure] {
        let figures = Figures(workload: "idle")
        let household = try Household("idle")
        try household.startRelay()
        guard let port = household.url.split(separator: ":").last.flatMap({ Int($0) }) else { return [] }
        let proxy = try CountingProxy(to: port)
        defer { proxy.close() }
        try household.run("a", "init", "--name", "a")
        try household.run("a", "add", "https://example.org/")
        try household.run("a", "relay", "add", "http://127.0.0.1:\(proxy.port)")
        try household.run("a", "sync")
        _ = proxy.take()
        try household.run("a", "sync")
        let counts = proxy.take()
        let spaces = try household.replica("a").spaces().count
        figures.add("idle sync: requests a space", Double(counts.requests.count) / Double(spaces), "", atMost: 1)
        figures.add("idle sync of a library: sent", Double(counts.bytesUp), "B", atMost: 1024)
        figures.add("idle sync of a library: received", Double(counts.bytesDown), "B", atMost: 1024)
        figures.add("idle relay: memory", Double(try household.relayResidentBytes()) / 1e6, "MB", atMost: 50)
        return figures.all
    }
}
