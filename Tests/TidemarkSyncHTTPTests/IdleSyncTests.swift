import TestSupport
import Testing
import TidemarkReplica
import TidemarkSync
import TidemarkSyncHTTP

/// What a sync costs where nothing has happened, on the wire and all in.
struct IdleSyncTests {
    /// S11, for a library of two spaces and with the heads of all messages.
    @Test func oneSmallRequestASpace() async throws {
        try await RelayProcess.serve { relay in
            let port = try #require(relay.url.split(separator: ":").last.flatMap { Int($0) })
            let proxy = try CountingProxy(to: port)
            defer { proxy.close() }
            let url = "http://127.0.0.1:\(proxy.port)"
            let replica = try Replica.inMemory(deviceName: "laptop", environment: .live).replica
            let client = RelayClient(replica: replica, transport: try HTTPTransport(url: url))
            try await client.register(invite: nil)
            try replica.setRelay(url)
            try replica.add("https://example.org/")
            _ = try await client.syncAll()
            _ = try await client.syncAll()
            _ = proxy.take()
            _ = try await client.syncAll()
            let counts = proxy.take()
            let spaces = try replica.spaces().count
            #expect(counts.requests.count == spaces, "\(counts.requests)")
            #expect(counts.bytesUp <= 1024 && counts.bytesDown <= 1024, "\(counts)")
        }
    }
}
