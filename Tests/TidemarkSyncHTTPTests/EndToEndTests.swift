import Foundation
import Synchronization
import TestSupport
import Testing
import TidemarkCore
import TidemarkLibrary
import TidemarkRelay
import TidemarkReplica
import TidemarkSync
import TidemarkSyncHTTP
import TidemarkWire

/// Real replicas, the real relay, real HTTP.
struct EndToEndTests {
    private func device(_ name: String) throws -> Replica {
        try Replica.inMemory(deviceName: name, environment: .live).replica
    }

    private func client(_ replica: Replica, _ relay: RelayProcess) throws -> RelayClient {
        RelayClient(replica: replica, transport: try HTTPTransport(url: relay.url))
    }

    /// The first device, registered, and a second one that joined over a pairing link.
    private func pair(_ relay: RelayProcess) async throws -> (a: RelayClient, b: RelayClient) {
        let a = try client(device("laptop"), relay)
        try await a.register(invite: nil)
        try a.replica.setRelay(relay.url)
        let link = try await a.pair(relay: relay.url)
        let b = try client(Replica.emptyInMemory(environment: .live), relay)
        try await b.join(PairingLink(link.description), deviceName: "phone")
        return (a, b)
    }

    /// M10, and rule 27.
    @Test func twoDevicesMeetThroughARelayThatReadsNothing() async throws {
        try await RelayProcess.serve { relay in
            let (a, b) = try await pair(relay)
            try a.replica.add(
                "https://canary.example/page", title: "canary title", tags: ["canarytag"], folder: ["Canary"])
            _ = try await a.syncAll()
            let reports = try await b.syncAll()
            #expect(reports.map(\.received).reduce(0, +) > 0)
            #expect(try b.replica.bookmark("https://canary.example/page")?.title == "canary title")
            try b.replica.retitle(b.replica.find(item: "canary title").row, "canary again")
            _ = try await b.syncAll()
            _ = try await a.syncAll()
            #expect(try a.replica.fingerprint(.shelf) == b.replica.fingerprint(.shelf))
            #expect(try a.replica.fingerprint(.catalogue) == b.replica.fingerprint(.catalogue))
            #expect(try a.replica.status().spaces.allSatisfy { $0.isSynced && $0.devices == 2 })
            let stored = try relay.storedBytes()
            #expect(!stored.isEmpty)
            for word in ["canary", "Canary", "laptop", "phone"] {
                #expect(stored.allSatisfy { $0.range(of: Data(word.utf8)) == nil }, "the relay holds \"\(word)\"")
            }
        }
    }

    @Test func aPairingLinkWorksOnce() async throws {
        try await RelayProcess.serve { relay in
            let a = try client(device("laptop"), relay)
            try await a.register(invite: nil)
            try a.replica.setRelay(relay.url)
            let link = try await a.pair(relay: relay.url)
            let b = try client(Replica.emptyInMemory(environment: .live), relay)
            try await b.join(link, deviceName: "phone")
            let thief = try client(Replica.emptyInMemory(environment: .live), relay)
            await #expect(throws: (any Error).self) { try await thief.join(link, deviceName: "thief") }
            _ = try await a.syncAll()
            #expect(try a.replica.status().spaces.allSatisfy { $0.devices == 2 })
        }
    }

    @Test func aStrangerGetsNothing() async throws {
        try await RelayProcess.serve { relay in
            let (a, _) = try await pair(relay)
            // A device that knows the space's id and has keys of its own.
            let stranger = try client(device("stranger"), relay)
            try stranger.replica.setRelay(relay.url)
            let space = try a.replica.spaces()[0].sid
            await #expect(throws: (any Error).self) { _ = try await stranger.sync(space) }
            await #expect(throws: SyncError.self) { _ = try await stranger.syncAll() }
        }
    }

    @Test func aClosedRelayAsksForAnInvite() async throws {
        let closed: (inout RelaySettings) -> Void = { $0.registration = .invite }
        try await RelayProcess.serve(configure: closed) { relay in
            let a = try client(device("laptop"), relay)
            await #expect(throws: SyncError.self) { try await a.register(invite: nil) }
            await #expect(throws: SyncError.self) { try await a.register(invite: "nonsense") }
        }
    }

    @Test func anOfflineRelayLosesNothing() async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "tidemark-http-\(UUID())")
        defer { try? FileManager.default.removeItem(at: directory) }
        let replica = try device("laptop")
        try await RelayProcess.serve(in: directory) { relay in
            try await client(replica, relay).register(invite: nil)
            try replica.setRelay(relay.url)
        }
        try replica.add("https://example.org/offline")
        let offline = RelayClient(replica: replica, transport: try HTTPTransport(url: "http://127.0.0.1:9"))
        await #expect(throws: TransportError.self) { _ = try await offline.syncAll() }
        #expect(try replica.status().spaces.contains { !$0.isSynced && $0.unsent > 0 })
        try await RelayProcess.serve(in: directory) { relay in
            try replica.setRelay(relay.url)
            _ = try await client(replica, relay).syncAll()
            #expect(try replica.status().spaces.allSatisfy { $0.isSynced })
        }
    }

    @Test func aDeviceClockYearsAheadIsCorrected() async throws {
        try await RelayProcess.serve { relay in
            let ahead = Environment(
                now: { Environment.live.now() + 10 * 365 * 86_400_000 }, random: Environment.live.random)
            let a = try client(Replica.inMemory(deviceName: "laptop", environment: ahead).replica, relay)
            try await a.register(invite: nil)
            try a.replica.setRelay(relay.url)
            try a.replica.add("https://example.org/future", title: "x")
            _ = try await a.syncAll()
            #expect(try a.replica.status().spaces.allSatisfy { $0.isSynced })
            #expect(try a.replica.clockOffset() < -9 * 365 * 86_400_000)
        }
    }

    /// A relay that answers anything at all: an error each time, and nothing half applied.
    @Test func nonsenseFromARelayChangesNothing() async throws {
        final class Nonsense: Transport {
            let answers: Mutex<[RelayAnswer]>
            init(_ answers: [RelayAnswer]) { self.answers = Mutex(answers) }
            func send(_ call: RelayCall) async throws -> RelayAnswer {
                answers.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
            }
        }
        let replica = try device("laptop")
        try replica.setRelay("http://127.0.0.1:9")
        try replica.add("https://example.org/x")
        let before = try replica.fingerprint(.shelf)
        var random = SeededGenerator(seed: 1)
        for status in [200, 204, 301, 400, 401, 403, 404, 409, 413, 429, 500, 503, 507] {
            for length in [0, 1, 40, 4000] {
                let body = (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &random) }
                let client = RelayClient(
                    replica: replica, transport: Nonsense([RelayAnswer(status: status, body: body)]))
                await #expect(throws: (any Error).self, "\(status) with \(length) bytes") {
                    _ = try await client.syncAll()
                }
            }
        }
        #expect(try replica.fingerprint(.shelf) == before)
        #expect(try replica.status().spaces.allSatisfy { !$0.isSynced || $0.unsent == 0 })
    }

    @Test func onlyWebAddressesAreRelays() {
        for url in [
            "", "relay.example", "ftp://relay.example", "http://", "https://u:p@relay.example", "https://r/?x=1",
        ] {
            #expect(throws: TransportError.self, "\(url)") { try HTTPTransport(url: url) }
        }
    }

    /// Requests and answers of a sync with nothing to tell.
    @Test func anIdleSyncIsSmall() async throws {
        final class Counting: Transport {
            let inner: HTTPTransport
            let bytes = Mutex(0)
            init(_ inner: HTTPTransport) { self.inner = inner }
            func send(_ call: RelayCall) async throws -> RelayAnswer {
                let answer = try await inner.send(call)
                bytes.withLock { $0 += call.body.count + answer.body.count }
                return answer
            }
        }
        try await RelayProcess.serve { relay in
            let (a, b) = try await pair(relay)
            try a.replica.add("https://example.org/x")
            _ = try await a.syncAll()
            _ = try await b.syncAll()
            let counting = Counting(try HTTPTransport(url: relay.url))
            let report = try await RelayClient(replica: a.replica, transport: counting).sync(a.replica.spaces()[0].sid)
            #expect(report.rounds == 1)
            #expect(counting.bytes.withLock { $0 } < 1024)
        }
    }
}
