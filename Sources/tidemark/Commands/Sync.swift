import ArgumentParser
import TidemarkReplica
import TidemarkSync

struct SyncCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync", abstract: "Exchange changes with the relay.",
        discussion: """
            Exits with 4 where the relay cannot be reached: everything is saved here and goes out next time; with 6 where another \
            device has removed so much that it waits for a decision (`tidemark held`). With --watch it \
            goes on until it is interrupted: what changes here, and what other devices send, is exchanged at once; a relay that \
            is away is asked again, later and later.
            """)

    @Flag(help: "Go on until interrupted.")
    var watch = false

    @OptionGroup(title: "Global options") var options: GlobalOptions

    /// Lines that a slow reader may be behind; older ones are left out.
    private static let bufferedEvents = 256

    func perform(_ console: Console) async throws {
        let client = try Connection.client(open())
        guard watch else { return try await Connection.sync(client, console) }
        // While a watch runs, no edit need start a sync of its own.
        let lock = LockFile(BackgroundSync.lockPath(options.home))
        defer { withExtendedLifetime(lock) {} }
        try await follow(client, console)
    }

    private func follow(_ client: RelayClient, _ console: Console) async throws {
        let (events, event) = AsyncStream.makeStream(
            of: WatchEvent.self, bufferingPolicy: .bufferingNewest(Self.bufferedEvents))
        let watch = try Watch(client) { event.yield($0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { event.finish() }
                try await watch.run()
            }
            group.addTask {
                await Interruption.wait()
                event.finish()
            }
            defer { group.cancelAll() }
            for await event in events {
                try show(event, console)
                try console.flush()
            }
            try await group.next()
        }
        throw CancellationError()
    }

    private struct Line: Encodable {
        let schema = "tidemark.watch/0"
        let event: String
        var state: ReplicaState?
        var sent: Int?
        var received: Int?
        var onHold: Int?
        var waiting: UInt64?
        var reason: String?
        /// Seconds.
        var retryIn: Double?
    }

    private func show(_ event: WatchEvent, _ console: Console) throws {
        var line: Line
        let text: String
        switch event {
        case .synced(let reports, let state, let waiting):
            let (sent, received) = (reports.map(\.pushed).reduce(0, +), reports.map(\.received).reduce(0, +))
            let refusal = reports.compactMap(\.refusal).first
            let onHold = reports.map(\.onHold).reduce(0, +)
            line = Line(
                event: "synced", state: state, sent: sent, received: received, onHold: onHold, waiting: waiting,
                reason: refusal)
            // Nothing happened, and nobody asked.
            if !console.isJSON, sent == 0, received == 0, refusal == nil, waiting == 0 { return }
            text =
                "\(state.rawValue): sent \(sent) batches, received \(received) changes"
                + (onHold > 0 ? ", \(onHold) removed ones are held: `tidemark held`" : "")
                + (waiting > 0 ? ", \(waiting) changes waiting" : "") + (refusal.map { ". \($0)" } ?? "")
        case .offline(let reason, let waiting, let delay):
            let seconds = (delay / .seconds(1) * 10).rounded() / 10
            line = Line(event: "offline", state: .offline, waiting: waiting, reason: reason, retryIn: seconds)
            text = "offline, \(waiting) changes waiting (\(reason)); next attempt in \(seconds) s"
        case .polls:
            line = Line(event: "polls")
            line.reason = "The relay's stream of hints does not come through, so they are asked for one by one."
            text = line.reason ?? ""
        }
        if console.isJSON { return try console.print(jsonLine: line) }
        try console.print(text)
    }
}
