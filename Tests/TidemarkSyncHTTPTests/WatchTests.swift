import Foundation
import Synchronization
import TestSupport
import Testing
import TidemarkCore
import TidemarkRelay
import TidemarkReplica
import TidemarkSyncHTTP
import TidemarkWire

@testable import TidemarkSync

/// Two devices with libraries on disk, each with a watch.
struct WatchTests {
    private final class Device: Sendable {
        let home: String
        let replica: Replica

        init(_ name: String, join host: Device? = nil) async throws {
            home = FileManager.default.temporaryDirectory.appending(path: "tidemark-watch-\(UUID())").path()
            replica =
                try host == nil
                ? Replica.create(home: home, deviceName: name).replica : Replica.connectNew(home: home)
        }

        deinit { try? FileManager.default.removeItem(atPath: home) }
    }

    /// What a watch tells, to wait for.
    private final class Events: Sendable {
        let stream: AsyncStream<WatchEvent>
        let yield: @Sendable (WatchEvent) -> Void

        init() {
            let (stream, continuation) = AsyncStream.makeStream(of: WatchEvent.self)
            self.stream = stream
            yield = { continuation.yield($0) }
        }
    }

    private func pair(_ relay: RelayProcess) async throws -> (Device, Device) {
        let a = try await Device("laptop")
        let client = RelayClient(replica: a.replica, transport: try HTTPTransport(url: relay.url))
        try await client.register(invite: nil)
        try a.replica.setRelay(relay.url)
        let link = try await client.pair(relay: relay.url)
        let b = try await Device("phone", join: a)
        try await RelayClient(replica: b.replica, transport: HTTPTransport(url: relay.url)).join(
            link, deviceName: "phone")
        return (a, b)
    }

    private func watch(_ device: Device, _ relay: RelayProcess, _ events: Events = Events()) throws -> Watch {
        try Watch(RelayClient(replica: device.replica, transport: HTTPTransport(url: relay.url)), report: events.yield)
    }

    /// Every edit arrives at the other device without anybody asking, from whatever process it comes.
    @Test(.timeLimit(.minutes(1))) func anEditAppearsOnTheOtherDevice() async throws {
        try await RelayProcess.serve { relay in
            let (a, b) = try await pair(relay)
            let events = Events()
            let (first, second) = (try watch(a, relay), try watch(b, relay, events))
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await first.run() }
                group.addTask { try await second.run() }
                // Another connection to the same file, as another process has it.
                let other = try Replica.open(home: a.home)
                for number in 1...5 {
                    try (number.isMultiple(of: 2) ? other : a.replica).add("https://example.org/\(number)")
                    for await _ in events.stream where try b.replica.bookmark("https://example.org/\(number)") != nil {
                        break
                    }
                    #expect(try b.replica.bookmark("https://example.org/\(number)") != nil)
                }
                group.cancelAll()
                while let result = await group.nextResult() {
                    #expect(throws: CancellationError.self) { try result.get() }
                }
            }
        }
    }

    /// A relay that goes away is said to be away, and found again when it is back.
    @Test(.timeLimit(.minutes(1))) func aRelayThatComesBackIsFound() async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "tidemark-http-\(UUID())")
        defer { try? FileManager.default.removeItem(at: directory) }
        final class Switch: Transport {
            let relay = Mutex<HTTPTransport?>(nil)
            func current() throws -> HTTPTransport {
                guard let transport = relay.withLock({ $0 }) else { throw TransportError("the cable is out") }
                return transport
            }
            func send(_ call: RelayCall) async throws -> RelayAnswer { try await current().send(call) }
            func stream(_ call: RelayCall, _ receive: ([UInt8]) async throws -> Void) async throws -> RelayAnswer {
                try await current().stream(call, receive)
            }
        }
        try await RelayProcess.serve(in: directory) { relay in
            let a = try await Device("laptop")
            let cable = Switch()
            let client = RelayClient(replica: a.replica, transport: cable)
            cable.relay.withLock { $0 = try? HTTPTransport(url: relay.url) }
            try await client.register(invite: nil)
            try a.replica.setRelay(relay.url)
            cable.relay.withLock { $0 = nil }
            let events = Events()
            let watch = try Watch(client, report: events.yield)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await watch.run() }
                try a.replica.add("https://example.org/offline")
                for await event in events.stream {
                    if case .offline(_, let waiting, _) = event, waiting > 0 { break }
                }
                #expect(try a.replica.status().state == .offline)
                cable.relay.withLock { $0 = try? HTTPTransport(url: relay.url) }
                for await event in events.stream {
                    if case .synced(_, state: .synced, waiting: 0) = event { break }
                }
                #expect(try a.replica.status().state == .synced)
                group.cancelAll()
            }
        }
    }

    /// A device that is not let in is no matter of patience.
    @Test(.timeLimit(.minutes(1))) func aRefusalEndsTheWatch() async throws {
        try await RelayProcess.serve { relay in
            let (a, _) = try await pair(relay)
            let stranger = try await Device("stranger")
            try stranger.replica.setRelay(relay.url)
            await #expect(throws: SyncError.self) { try await watch(stranger, relay).run() }
            let state = try stranger.replica.status().state
            #expect(state == .refused)
            #expect(try a.replica.status().failure == nil)
        }
    }

    // MARK: Parts

    @Test func delaysGrowUpToACapAndAreSpread() {
        var random = SeededGenerator(seed: 7)
        var backoff = Backoff()
        var limits: [Duration] = []
        for failures in 0..<20 {
            let limit = min(Duration.seconds(60), .milliseconds(250) * (1 << min(failures, 8)))
            let delays = (0..<50).map { _ in
                var copy = backoff
                return copy.next(using: &random)
            }
            #expect(delays.allSatisfy { $0 >= .zero && $0 <= limit }, "after \(failures) failures")
            #expect(Set(delays).count > 40)
            limits.append(limit)
            _ = backoff.next(using: &random)
        }
        #expect(limits.last == .seconds(60))
        #expect(backoff.next(retryAfter: 30, using: &random) >= .seconds(30))
        #expect(backoff.next(retryAfter: .max, using: &random) <= .seconds(3660))
        backoff.reset()
        #expect(backoff.next(using: &random) <= .milliseconds(250))
    }

    @Test func hintsAreReadInWhateverPiecesTheyCome() throws {
        let text =
            "event: position\ndata: {\"position\":7}\n\n:\n\nretry: 1\ndata: nonsense\r\ndata:{\"position\":12}\n\n"
        for size in 1...text.utf8.count {
            var reader = HintReader()
            var positions: [UInt64] = []
            let bytes = Array(text.utf8)
            for start in stride(from: 0, to: bytes.count, by: size) {
                positions += try reader.take(bytes[start..<min(start + size, bytes.count)])
            }
            #expect(positions == [7, 12], "pieces of \(size)")
        }
        var reader = HintReader()
        #expect(throws: SyncError.self) { try reader.take(Array(repeating: 65, count: 5000)) }
    }

    @Test(.timeLimit(.minutes(1))) func aSignalWakesOnce() async {
        let signal = Signal()
        signal.set()
        signal.set()
        await signal.wait()
        await signal.wait(for: .milliseconds(1))
        async let waiting: Void = signal.wait()
        signal.set()
        await waiting
        let task = Task { await signal.wait() }
        task.cancel()
        await task.value
    }
}
