import Foundation
import Synchronization
import TidemarkCore

/// Durable pushes from many clients at once, to a relay that has one core to itself where the machine has two.
enum RelayPush {
    private static let clients = 50
    /// A client's pushes with the next one sent as soon as the last is answered ...
    private static let hurriedPushes = 120
    /// ... and at a steady rate, from which the latency is taken: half as many as a relay must stand do not show it, and a
    /// relay at its limit shows only the number of clients.
    private static let steadyPushes = 120
    private static let steadyRate = 1000.0

    static func run() throws -> [Figure] {
        let figures = Figures(workload: "push")
        figures.add("fsync of this disk, median", try fsyncMilliseconds(), "ms")
        try measure("1 hot space", try [PushSpace(devices: clients)], isMirrored: true, figures)
        try measure("100 spaces", try (0..<100).map { _ in try PushSpace(devices: 1) }, isMirrored: false, figures)
        // For information: each push is answered with all that the 49 others have pushed since.
        try measure(
            "1 hot space, all read by all", try [PushSpace(devices: clients)], isMirrored: false, hasTarget: false,
            figures)
        return figures.all
    }

    private static func measure(
        _ name: String, _ spaces: [PushSpace], isMirrored: Bool, hasTarget: Bool = true, _ figures: Figures
    ) throws {
        let household = try Household("push")
        try household.startRelay(
            arguments: ["--log-level", "warning", "--request-rate", "1000000"], core: Core.isolated ? 0 : nil)
        if Core.isolated { try Core.pin(to: "1") }
        defer { if Core.isolated { try? Core.pin(to: "0-1") } }
        guard let port = household.url.split(separator: ":").last.flatMap({ Int($0) }) else { return }
        try PushSpace.register(spaces, RawConnection(port: port))
        let clients = try clients(of: spaces, port: port, isMirrored: isMirrored)
        let before = try household.relaySeconds()
        let hurried = try push(hurriedPushes, every: nil, clients)
        let used = try household.relaySeconds() - before
        let count = Double(hurried.latencies.count)
        if hasTarget {
            figures.add("\(name): pushes a second", count / hurried.seconds, "/s", atLeast: 1000)
        } else {
            figures.add("\(name): pushes a second", count / hurried.seconds, "/s")
        }
        figures.add("\(name): relay's processor time a push", used / count * 1e6, "us")
        guard hasTarget else { return }
        for client in clients { try client.catchUp() }
        let steady = try push(steadyPushes, every: Double(Self.clients) / steadyRate, clients)
        figures.add("\(name): median at 1,000/s", steady.latencies.percentile(0.5) * 1000, "ms")
        figures.add("\(name): p99 at 1,000/s", steady.latencies.percentile(0.99) * 1000, "ms", atMost: 50)
        figures.add("\(name): relay's memory", Double(try household.relayResidentBytes()) / 1e6, "MB")
    }

    /// One client: a connection, and the spaces that it pushes to in turn. Used by one thread at a time.
    private final class Client {
        let connection: RawConnection
        let lanes: [PushLane]

        init(_ lanes: [PushLane], port: Int, pushes: Int, seed: UInt64) throws {
            connection = try RawConnection(port: port)
            self.lanes = lanes
            let now = Int64(Date().timeIntervalSince1970 * 1000)
            for (index, lane) in lanes.enumerated() {
                try lane.signIn(connection)
                try lane.seal(pushes / lanes.count + 1, now: now, seed: seed * 100 + UInt64(index))
                try lane.catchUp(connection)
            }
        }

        func push(_ number: Int) throws { try lanes[number % lanes.count].push(connection) }

        func catchUp() throws { for lane in lanes { try lane.catchUp(connection) } }
    }

    private static func clients(of spaces: [PushSpace], port: Int, isMirrored: Bool) throws -> [Client] {
        let lanes = spaces.flatMap(\.lanes)
        if isMirrored {
            var everything = VersionVector()
            for lane in lanes { everything.insert(1...(1 << 40), of: lane.writer) }
            for lane in lanes { lane.heldElsewhere = everything }
        }
        return try (0..<clients).map { number in
            try Client(
                stride(from: number, to: lanes.count, by: clients).map { lanes[$0] }, port: port,
                pushes: hurriedPushes + steadyPushes, seed: UInt64(number) + 1)
        }
    }

    /// - Parameter interval: seconds between two pushes of one client; nil for none.
    /// - Returns: seconds from the moment at which each push was due, so that waiting behind a slow one counts.
    private static func push(
        _ count: Int, every interval: Double?, _ clients: [Client]
    ) throws -> (seconds: Double, latencies: [Double]) {
        let results = Mutex<(latencies: [Double], failures: [String])>(([], []))
        let group = DispatchGroup()
        let start = ContinuousClock.now + .milliseconds(100)
        for (number, client) in clients.enumerated() {
            group.enter()
            // Handed to that thread until the group is through.
            nonisolated(unsafe) let client = client
            Thread.detachNewThread {
                defer { group.leave() }
                var latencies: [Double] = []
                do {
                    let offset = interval.map { $0 * Double(number) / Double(Self.clients) } ?? 0
                    sleep(until: start + .seconds(offset))
                    for push in 0..<count {
                        var due = ContinuousClock.now
                        if let interval {
                            due = start + .seconds(offset + interval * Double(push))
                            sleep(until: due)
                        }
                        try client.push(push)
                        latencies.append((ContinuousClock.now - due) / .seconds(1))
                    }
                } catch {
                    results.withLock { $0.failures.append("\(error)") }
                }
                results.withLock { $0.latencies += latencies }
            }
        }
        group.wait()
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let (latencies, failures) = results.withLock { $0 }
        if let failure = failures.first { throw ChildProcess.Failure(description: failure) }
        return (seconds, latencies)
    }

    private static func sleep(until moment: ContinuousClock.Instant) {
        let left = (moment - .now) / .seconds(1)
        if left > 0 { Thread.sleep(forTimeInterval: left) }
    }

    /// What one commit must wait for.
    private static func fsyncMilliseconds() throws -> Double {
        let path = FileManager.default.temporaryDirectory.appending(path: "tidemark-bench-fsync-\(getpid())").path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let file = FileHandle(forWritingAtPath: path)
        else {
            throw ChildProcess.Failure(description: "\(path) cannot be written")
        }
        let page = Data(repeating: 1, count: 4096)
        return try (0..<50).map { _ in
            try timed {
                try file.write(contentsOf: page)
                try file.synchronize()
            }.seconds * 1000
        }.percentile(0.5)
    }
}
