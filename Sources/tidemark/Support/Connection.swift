import TidemarkReplica
import TidemarkSync
import TidemarkSyncHTTP

/// The way to this library's relay.
enum Connection {
    static func client(_ replica: Replica) throws -> RelayClient {
        guard let url = try replica.status().spaces.compactMap(\.relay).first else {
            throw CommandFailure(.failed, "This library has no relay yet: `tidemark relay add URL` sets one.")
        }
        return try client(replica, url: url)
    }

    static func client(_ replica: Replica, url: String) throws -> RelayClient {
        do {
            return RelayClient(replica: replica, transport: try HTTPTransport(url: url))
        } catch let error as TransportError {
            throw CommandFailure(.usage, error.description)
        }
    }

    /// Syncs all spaces and says what came of it.
    static func sync(_ client: RelayClient, _ console: Console) async throws {
        let reports = try await exchange(client, console)
        if console.isJSON {
            try console.print(json: SyncSummary(spaces: reports))
        } else {
            let (sent, received) = (reports.map(\.pushed).reduce(0, +), reports.map(\.received).reduce(0, +))
            try console.print("sent \(sent) batches, received \(received) changes")
        }
        try console.flush()
        try check(reports)
    }

    /// - Throws: `CommandFailure` for what a sync leaves to be decided or was refused.
    static func check(_ reports: [SyncReport]) throws {
        let onHold = reports.map(\.onHold).reduce(0, +)
        if onHold > 0 {
            throw CommandFailure(
                .held,
                "Another device removed \(Plural.of(onHold, "bookmark")) at once. They are held here until you decide: `tidemark held`."
            )
        }
        if let refusal = reports.compactMap(\.refusal).first { throw CommandFailure(.failed, refusal) }
    }

    /// Syncs all spaces; what people should know goes to stderr.
    static func exchange(_ client: RelayClient, _ console: Console) async throws -> [SyncReport] {
        let bar = ProgressBar(console, "Syncing", unit: "changes")
        defer { bar.end() }
        let reports = try await client.syncAll { bar.show($0.done, of: $0.total) }
        bar.end()
        let parked = reports.map(\.parked).reduce(0, +)
        if parked > 0 { console.say("\(parked) batches cannot be read here and are set aside: see `tidemark doctor`.") }
        let reissued = reports.map(\.reissued).reduce(0, +)
        if reissued > 0 {
            console.say(
                "This library was copied or restored while another copy went on: \(reissued) changes made here were sent "
                    + "anew, and both copies are devices of their own from now on. Nothing was lost.")
        }
        let rebased = reports.map(\.rebased).reduce(0, +)
        if rebased > 0 {
            console.say(
                "Others went on while this device was away for long: \(Plural.of(rebased, "change")) made here gave way to "
                    + "theirs. `tidemark why ITEM FIELD` shows what lost; folders are where the others have put them.")
        }
        return reports
    }

    private struct SyncSummary: Encodable {
        let schema = "tidemark.sync/0"
        let spaces: [SyncReport]
    }
}
