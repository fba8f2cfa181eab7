import Foundation
import Testing
import TidemarkCore
import TidemarkWire

@testable import TidemarkRelay

struct HTTPTests {
    /// S10.
    @Test func aDeviceRegistersSignsInAndSyncs() async throws {
        let relay = try TestRelay()
        let space = try TestSpace()
        try await HTTPRelay.serve(relay) { http in
            #expect(try await http.send("GET", "/healthz").status == 200)
            #expect(try await http.send("GET", "/readyz").status == 200)
            let capabilities = try await http.send("GET", "/v1/capabilities")
            #expect(capabilities.json["registration"] == "open")
            #expect(capabilities.headers["cache-control"] == "no-store")
            let registered = try await http.register(space)
            #expect(registered.status == 201)
            #expect(registered.text == #"{"spaces":["\#(space.id)"]}"#)
            let token = try await http.token(space, space.owner)
            let path = "/v1/spaces/\(space.id)"
            let batch = try TestBatch(space.id, by: space.owner, 1...1)
            let request = try SyncRequest(batches: [batch.bytes]).serialized()
            let answer = try await http.send("POST", path + "/sync", body: request, token: token)
            #expect(answer.status == 200)
            #expect(answer.headers["content-type"] == "application/x-protobuf")
            #expect(answer.headers["tidemark-space-bytes"] == "\(batch.bytes.count)")
            let response = try SyncResponse(serialized: answer.body)
            #expect(response.results == [.stored])
            #expect(response.members == space.log.entries)
            let clone = try TestBatch(space.id, by: space.owner, 1...1, seed: 9)
            let conflict = try await http.send(
                "POST", path + "/sync", body: SyncRequest(batches: [clone.bytes]).serialized(), token: token)
            #expect(conflict.status == 409)
            #expect(try SyncResponse(serialized: conflict.body).results == [.conflict(stored: batch.hash)])
            let metrics = try await http.send("GET", "/metrics").text
            #expect(metrics.contains("tidemark_relay_pushes_total{outcome=\"stored\"} 1\n"))
        }
    }

    @Test func membersAreReadAndAppended() async throws {
        let relay = try TestRelay()
        let space = try TestSpace()
        try await relay.register(space)
        try await HTTPRelay.serve(relay) { http in
            let token = try await http.token(space, space.owner)
            let path = "/v1/spaces/\(space.id)/members"
            let entry = try space.ticketEntry(TestKey()).bytes
            let added = try await http.send("POST", path, body: entry, token: token)
            #expect(added.text == #"{"count":2}"#)
            let page = try await http.send("GET", path + "?after=1", token: token)
            #expect(try SyncResponse(serialized: page.body).members == [entry])
            #expect(try await http.send("GET", path + "?after=-1", token: token).problem == "malformed")
            let late = try await http.send("POST", path, body: space.ticketEntry(TestKey()).bytes, token: token)
            #expect(late.problem == "index-taken")
            #expect(late.text.contains("\"count\":2"))
            let large = [UInt8](repeating: 1, count: 5000)
            #expect(try await http.send("POST", path, body: large, token: token).problem == "too-large")
        }
    }

    @Test func mailboxesCarryPairings() async throws {
        let relay = try TestRelay()
        let space = try TestSpace()
        try await relay.register(space)
        try await HTTPRelay.serve(relay) { http in
            let token = try await http.token(space, space.owner)
            let path = "/v1/mailboxes/\(Hash(of: [1]))"
            let header = [("Tidemark-Space", "\(space.id)")]
            #expect(try await http.send("GET", path).problem == "not-found")
            #expect(try await http.send("PUT", path, body: [1, 2], token: token).problem == "malformed")
            #expect(try await http.send("PUT", path, body: [1, 2], headers: header).status == 401)
            #expect(try await http.send("PUT", path, body: [1, 2], token: token, headers: header).status == 204)
            #expect(try await http.send("GET", path).body == [1, 2])
            let large = [UInt8](repeating: 1, count: 70_000)
            #expect(try await http.send("PUT", path, body: large, token: token, headers: header).status == 413)
            #expect(try await http.send("GET", "/v1/mailboxes/abc").problem == "malformed")
        }
    }

    /// S12.
    @Test func whatCannotBeServedIsAProblem() async throws {
        let relay = try TestRelay()
        let space = try TestSpace()
        try await relay.register(space)
        try await HTTPRelay.serve(relay) { http in
            let token = try await http.token(space, space.owner)
            let sync = "/v1/spaces/\(space.id)/sync"
            #expect(try await http.send("POST", sync, body: []).problem == "unauthorized")
            #expect(try await http.send("POST", sync, body: [], token: "nonsense").status == 401)
            #expect(try await http.send("POST", sync, body: [], token: token).status == 200)
            #expect(try await http.send("POST", sync, body: [255, 255], token: token).problem == "malformed")
            #expect(try await http.send("POST", sync, body: [8, 9], token: token).problem == "malformed")
            #expect(
                try await http.send("POST", sync, body: [], type: "text/html", token: token).problem == "malformed")
            #expect(try await http.send("POST", "/v1/spaces/xyz/sync", body: [], token: token).problem == "malformed")
            let unknown = "/v1/spaces/\(SpaceID(high: 1, low: 1))"
            #expect(try await http.send("POST", unknown + "/challenge").problem == "unknown-space")
            #expect(try await http.send("POST", unknown + "/sync", body: [], token: token).status == 401)
            #expect(try await http.send("GET", "/v1/nothing").problem == "not-found")
            for body in ["", "{", "[]", "{}", #"{"spaces":["!"]}"#, #"{"spaces":[7]}"#] {
                let answer = try await http.send(
                    "POST", "/v1/register", body: Array(body.utf8), type: "application/json")
                #expect(answer.problem == "malformed", "\(body)")
            }
            let many = try SyncRequest(batches: Array(repeating: [1], count: 1025)).serialized()
            #expect(try await http.send("POST", sync, body: many, token: token).problem == "too-large")
        }
    }

    /// The relay answers without reading to the end, and serves the next request.
    @Test func aBodyOverTheLimitIsRefused() async throws {
        let relay = try TestRelay()
        let space = try TestSpace()
        try await relay.register(space)
        try await HTTPRelay.serve(relay) { http in
            let token = try await http.token(space, space.owner)
            let large = [UInt8](repeating: 0, count: Limits.requestBytes + 1)
            let answer = try await http.send("POST", "/v1/spaces/\(space.id)/sync", body: large, token: token)
            #expect(answer.problem == "too-large")
            #expect(try await http.send("GET", "/healthz").status == 200)
        }
    }

    @Test func aSubPathIsServedBesidesTheRoot() async throws {
        let relay = try TestRelay()
        try await HTTPRelay.serve(relay, publicURL: "https://example.org/some/relay/") { (http) async throws in
            #expect(try await http.send("GET", "/some/relay/v1/capabilities").status == 200)
            #expect(try await http.send("GET", "/v1/capabilities").status == 200)
            #expect(try await http.send("GET", "/relay/v1/capabilities").status == 404)
        }
    }

    @Test func aStorageThatFailsKeepsTheRelayAlive() async throws {
        let relay = try TestRelay()
        let space = try TestSpace()
        try await relay.register(space)
        let spaces = relay.url.appending(path: "spaces")
        try await HTTPRelay.serve(relay) { http in
            let token = try await http.token(space, space.owner)
            relay.service.close()
            // The file is there, and what SQLite needs beside it cannot be made.
            try FileManager.default.createDirectory(
                at: spaces.appending(path: "\(space.id).sqlite-wal"), withIntermediateDirectories: true)
            let answer = try await http.send("POST", "/v1/spaces/\(space.id)/sync", body: [], token: token)
            #expect(answer.problem == "storage-failed")
            #expect(answer.headers["retry-after"] == "30")
            #expect(try await http.send("GET", "/healthz").status == 200)
            try FileManager.default.removeItem(at: spaces.appending(path: "\(space.id).sqlite-wal"))
            #expect(try await http.send("POST", "/v1/spaces/\(space.id)/sync", body: [], token: token).status == 200)
        }
    }

    @Test func callersAreLimited() {
        var limiter = RateLimiter(rate: 2, burst: 3, capacity: 2)
        #expect((0..<3).allSatisfy { _ in limiter.take("a", now: 0) == nil })
        #expect(limiter.take("a", now: 0) == 1)
        #expect(limiter.take("b", now: 0) == nil)
        #expect(limiter.take("a", now: 499) == 1)
        #expect(limiter.take("a", now: 1000) == nil)
        #expect(limiter.take("a", now: -1_000_000) == nil)
        for caller in ["c", "d", "e"] {
            #expect(limiter.take(caller, now: 1000) == nil)
            limiter.invariantCheck()
        }
    }

    @Test func aFloodIsAnsweredWith429() async throws {
        let relay = try TestRelay()
        try await HTTPRelay.serve(relay) { http in
            let path = "/v1/mailboxes/\(Hash.zero)"
            var statuses: Set<Int> = []
            for _ in 0..<501 { statuses.insert(try await http.send("GET", path).status) }
            #expect(statuses == [404, 429])
            let answer = try await http.send("GET", path)
            #expect(answer.problem == "too-many-requests")
            #expect(answer.headers["retry-after"] == "1")
            // Somebody else, through a proxy on this machine.
            #expect(try await http.send("GET", path, headers: [("X-Forwarded-For", "192.0.2.7")]).status == 404)
        }
    }

    @Test func requestsUnderWayAreFinishedAtShutdown() async throws {
        let relay = try TestRelay()
        let space = try TestSpace()
        try await relay.register(space)
        let chain = try TestBatch.chain(300, space.id, by: space.owner)
        try await HTTPRelay.serve(relay) { http in
            let token = try await http.token(space, space.owner)
            let body = try SyncRequest(batches: chain.map(\.bytes)).serialized()
            let answer = try await http.post("/v1/spaces/\(space.id)/sync", body: body, token: token) {
                await http.shutDown()
            }
            #expect(answer.status == 200)
            #expect(try SyncResponse(serialized: answer.body).results.count == 300)
        }
        try relay.restart()
        #expect(try await relay.sync(space, SyncRequest()).vector.last(chain[0].header.writer) == 300)
    }
}
