import AsyncHTTPClient
import Foundation
import Logging
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import Synchronization
import TidemarkCore
import TidemarkRelay
import TidemarkWire

/// A relay on a socket, as a client sees it.
struct HTTPRelay: Sendable {
    struct Answer {
        let status: Int
        let headers: [String: String]
        let body: [UInt8]
        var text: String { String(decoding: body, as: UTF8.self) }

        /// The problem's short name, nil when this is none.
        var problem: String? {
            guard headers["content-type"] == "application/problem+json" else { return nil }
            return json["type"]?.split(separator: ":").last.map { String($0) }
        }

        /// Text members of a JSON object.
        var json: [String: String] {
            let object = try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]
            return (object ?? [:]).compactMapValues { $0 as? String }
        }
    }

    let base: String
    /// Asks the relay to shut down gracefully.
    let shutDown: @Sendable () async -> Void
    private let client = HTTPClient.shared

    /// Serves `relay` while `body` runs, then shuts it down gracefully.
    static func serve(
        _ relay: TestRelay, publicURL: String? = nil, _ body: (HTTPRelay) async throws -> Void
    ) async throws {
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let now = relay.now
        let application = RelayApplication(
            service: relay.service, listen: .init(), publicURL: publicURL, clock: { now }, logger: logger,
            onReady: { number in
                port.yield(number)
                port.finish()
            })
        let group = ServiceGroup(services: [application], logger: logger)
        try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await group.run() }
            for await port in ports {
                let http = HTTPRelay(
                    base: "http://127.0.0.1:\(port)", shutDown: { await group.triggerGracefulShutdown() })
                try await body(http)
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    func send(
        _ method: String, _ path: String, body: [UInt8]? = nil, type: String = "application/x-protobuf",
        token: String? = nil, headers: [(String, String)] = []
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: base + path)
        request.method = .RAW(value: method)
        if let body {
            request.body = .bytes(ByteBuffer(bytes: body))
            request.headers.add(name: "Content-Type", value: type)
        }
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        return try await answer(request)
    }

    /// Sends a body in two pieces, and runs `pause` between them.
    func post(_ path: String, body: [UInt8], token: String, pause: @escaping @Sendable () async -> Void) async throws
        -> Answer
    {
        var request = HTTPClientRequest(url: base + path)
        request.method = .POST
        request.headers.add(name: "Authorization", value: "Bearer \(token)")
        let pieces = [body[..<(body.count / 2)], body[(body.count / 2)...]].map { ByteBuffer(bytes: $0) }
        let sent = Mutex(0)
        let stream = AsyncStream<ByteBuffer> {
            let number = sent.withLock { sent in
                sent += 1
                return sent
            }
            if number == 2 { await pause() }
            return number <= pieces.count ? pieces[number - 1] : nil
        }
        request.body = .stream(stream, length: .known(Int64(body.count)))
        return try await answer(request)
    }

    private func answer(_ request: HTTPClientRequest) async throws -> Answer {
        // Far above what an answer takes here.
        let response = try await client.execute(request, timeout: .seconds(20))
        let bytes = [UInt8](try await response.body.collect(upTo: 32 << 20).readableBytesView)
        var headers: [String: String] = [:]
        for header in response.headers { headers[header.name.lowercased()] = header.value }
        return Answer(status: Int(response.status.code), headers: headers, body: bytes)
    }

    func json(_ method: String, _ path: String, _ object: [String: Any]) async throws -> Answer {
        let body = try JSONSerialization.data(withJSONObject: object)
        return try await send(method, path, body: [UInt8](body), type: "application/json")
    }

    func register(_ space: TestSpace) async throws -> Answer {
        try await json(
            "POST", "/v1/register", ["spaces": [space.log.entries.map { Data($0).base64EncodedString() }]])
    }

    func token(_ space: TestSpace, _ key: TestKey) async throws -> String {
        let path = "/v1/spaces/\(space.id)"
        let answer = try await send("POST", path + "/challenge").json["challenge"] ?? ""
        let challenge = [UInt8](Data(base64Encoded: answer) ?? Data())
        let signature = try DeviceChallenge(space: space.id, challenge: challenge).signature(by: key.signing)
        return try await json(
            "POST", path + "/session",
            [
                "key": Data(key.bytes).base64EncodedString(), "challenge": answer,
                "signature": Data(signature).base64EncodedString(),
            ]
        ).json["token"] ?? ""
    }
}
