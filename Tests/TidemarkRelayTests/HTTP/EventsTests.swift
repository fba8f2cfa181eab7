import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Testing
import TidemarkCore
import TidemarkWire

@testable import TidemarkRelay

struct EventsTests {
    private func open(_ http: HTTPRelay, _ space: TestSpace, _ token: String) async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: http.base + "/v1/spaces/\(space.id)/events")
        request.headers.add(name: "Authorization", value: "Bearer \(token)")
        return try await HTTPClient.shared.execute(request, timeout: .seconds(20))
    }

    /// E1.
    @Test func aPushIsHintedToWhoeverListens() async throws {
        let relay = try TestRelay()
        let space = try TestSpace()
        try await relay.register(space)
        let chain = try TestBatch.chain(2, space.id, by: space.owner)
        try await HTTPRelay.serve(relay) { http in
            let token = try await http.token(space, space.owner)
            let response = try await open(http, space, token)
            #expect(response.headers.first(name: "content-type") == "text/event-stream")
            #expect(response.headers.first(name: "x-accel-buffering") == "no")
            #expect(response.headers.first(name: "cache-control") == "no-store")
            var text = ""
            for try await part in response.body {
                text += String(buffer: part)
                if text.hasSuffix("data: {\"position\":0}\n\n") {
                    _ = try await relay.push(space, chain[0])
                    // Sent again, it is no news.
                    _ = try await relay.push(space, chain[0])
                } else if text.hasSuffix("data: {\"position\":1}\n\n") {
                    _ = try await relay.push(space, chain[1])
                } else if text.hasSuffix("data: {\"position\":2}\n\n") {
                    break
                }
            }
            #expect(text.components(separatedBy: "event: position\n").count == 4)
        }
    }

    /// A shutdown does not wait for streams. (E3)
    @Test func streamsEndAtShutdown() async throws {
        let relay = try TestRelay()
        let space = try TestSpace()
        try await relay.register(space)
        try await HTTPRelay.serve(relay) { http in
            let response = try await open(http, space, http.token(space, space.owner))
            var parts = 0
            for try await _ in response.body {
                parts += 1
                await http.shutDown()
            }
            #expect(parts == 1)
        }
        #expect(relay.service.subscribers == 0)
    }

    /// E4.
    @Test func aPollAnswersWhenThePositionIsAnother() async throws {
        let relay = try TestRelay()
        let space = try TestSpace()
        try await relay.register(space)
        try await HTTPRelay.serve(relay) { http in
            let token = try await http.token(space, space.owner)
            let path = "/v1/spaces/\(space.id)/events"
            #expect(try await http.send("GET", path + "?wait=30", token: token).text == #"{"position":0}"#)
            #expect(try await http.send("GET", path + "?wait=30&after=7", token: token).text == #"{"position":0}"#)
            #expect(try await http.send("GET", path + "?wait=0&after=0", token: token).text == #"{"position":0}"#)
            async let answer = http.send("GET", path + "?wait=30&after=0", token: token)
            while relay.service.subscribers < 1 { await Task.yield() }
            _ = try await relay.push(space, TestBatch(space.id, by: space.owner, 1...1))
            let hinted = try await answer.text
            #expect(hinted == #"{"position":1}"#)
            #expect(try await http.send("GET", path + "?wait=x", token: token).problem == "malformed")
            #expect(try await http.send("GET", path).status == 401)
        }
    }

    /// A device that comes back again and again holds no more than its share, and the newest stream is the one that lives.
    @Test func aDeviceHasABoundedNumberOfStreams() async throws {
        let hints = SpaceHints()
        let space = SpaceID(high: 1, low: 1)
        var streams: [AsyncStream<UInt64>] = []
        for _ in 0..<(RelayLimits.subscribersPerDevice + 2) {
            streams.append(try #require(hints.subscribe(space, device: [1])))
            hints.invariantCheck()
        }
        #expect(hints.count == RelayLimits.subscribersPerDevice)
        let other = try #require(hints.subscribe(space, device: [2]))
        hints.publish(5, of: space)
        hints.publish(6, of: space)
        #expect(await streams[0].first { _ in true } == nil)
        #expect(await streams[2].first { _ in true } == 6)
        #expect(await other.first { _ in true } == 6)
        // Whoever leaves makes room.
        streams = []
        hints.invariantCheck()
        #expect(hints.count == 1)
        hints.close()
        #expect(hints.subscribe(space, device: [1]) == nil)
        hints.invariantCheck()
    }

    @Test func thereIsABoundForAllStreams() throws {
        let hints = SpaceHints()
        var streams: [AsyncStream<UInt64>] = []
        for number in 0..<RelayLimits.subscribers {
            let bytes = withUnsafeBytes(of: number) { [UInt8]($0) }
            streams.append(try #require(hints.subscribe(SpaceID(high: 1, low: 1), device: bytes)))
        }
        #expect(hints.subscribe(SpaceID(high: 1, low: 2), device: []) == nil)
        hints.invariantCheck()
        #expect(streams.count == hints.count)
    }
}
