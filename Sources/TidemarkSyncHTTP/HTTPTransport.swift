import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
package import TidemarkSync
import TidemarkWire

/// Calls a relay over HTTP/1.1 or 2, with or without TLS as its URL says.
package struct HTTPTransport: Transport {
    /// Whole calls: 4 MiB at 40 KB/s take 100 seconds.
    package static let patience = Duration.seconds(120)

    /// One for the process, like the connections it keeps; never shut down. A refused connection is an answer: waiting for
    /// another one would keep a person who is offline waiting.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration.singletonConfiguration
        configuration.timeout.connect = .seconds(10)
        configuration.connectionPool.retryConnectionEstablishment = false
        // Relays do not redirect, and a token must not follow one elsewhere.
        configuration.redirectConfiguration = .disallow
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    /// For answers that go on: a relay says something every 20 s, so a stream that is silent for twice as long is dead.
    private static let streams: HTTPClient = {
        var configuration = HTTPClient.Configuration.singletonConfiguration
        configuration.timeout.connect = .seconds(10)
        configuration.timeout.read = .seconds(45)
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.redirectConfiguration = .disallow
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()
    /// Above what a relay lets a stream live.
    private static let streamTimeout = TimeAmount.hours(1)

    private let base: String
    private let timeout: Duration

    /// - Parameters:
    ///   - url: the relay's base URL; below a sub-path where a reverse proxy puts it.
    ///   - timeout: for one call, its answer included.
    /// - Throws: `TransportError` for anything but an http or https URL without a query.
    package init(url: String, timeout: Duration = patience) throws {
        guard let parsed = URL(string: url), ["http", "https"].contains(parsed.scheme), parsed.host?.isEmpty == false,
            parsed.query == nil, parsed.fragment == nil, parsed.user == nil
        else { throw TransportError("\"\(url)\" is no relay's address: give it as https://relay.example") }
        self.timeout = timeout
        base = url.hasSuffix("/") ? String(url.dropLast()) : url
    }

    package func send(_ call: RelayCall) async throws -> RelayAnswer {
        do {
            return try await answer(to: request(call))
        } catch {
            throw try failure(error)
        }
    }

    package func stream(_ call: RelayCall, _ receive: ([UInt8]) async throws -> Void) async throws -> RelayAnswer {
        let response: HTTPClientResponse
        do {
            response = try await Self.streams.execute(request(call), timeout: Self.streamTimeout)
            guard response.status == .ok else { return try await Self.answer(response) }
        } catch {
            throw try failure(error)
        }
        var parts = response.body.makeAsyncIterator()
        while true {
            let part: ByteBuffer?
            do {
                part = try await parts.next()
            } catch {
                throw try failure(error)
            }
            guard let part else { return RelayAnswer(status: 200) }
            try await receive([UInt8](buffer: part))
        }
    }

    private func failure(_ error: any Error) throws -> TransportError {
        try Task.checkCancellation()
        return TransportError("\(base): \(Self.describe(error))")
    }

    private func request(_ call: RelayCall) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: base + call.path)
        request.method = HTTPMethod(rawValue: call.method.rawValue)
        request.headers.add(name: "user-agent", value: "tidemark")
        if call.method != .get {
            request.headers.add(name: "content-type", value: call.content.rawValue)
            request.body = .bytes(call.body)
        }
        if let token = call.token { request.headers.add(name: "authorization", value: "Bearer \(token)") }
        if let space = call.space { request.headers.add(name: "tidemark-space", value: space) }
        return request
    }

    private static func answer(_ response: HTTPClientResponse) async throws -> RelayAnswer {
        let body = try await response.body.collect(upTo: SyncResponse.maximumBytes)
        return RelayAnswer(
            status: Int(response.status.code), body: [UInt8](buffer: body),
            isProblem: response.headers.first(name: "content-type")?.hasPrefix("application/problem+json") ?? false,
            retryAfter: response.headers.first(name: "retry-after").flatMap(Int.init))
    }

    /// The whole answer within the time limit. The client's own ends with the head: a body may come in drop by drop.
    private func answer(to request: HTTPClientRequest) async throws -> RelayAnswer {
        try await withThrowingTaskGroup(of: RelayAnswer.self) { group in
            group.addTask {
                let response = try await Self.client.execute(request, timeout: TimeAmount(timeout))
                return try await Self.answer(response)
            }
            group.addTask {
                try await Task.sleep(for: timeout)
                throw HTTPClientError.deadlineExceeded
            }
            defer { group.cancelAll() }
            guard let answer = try await group.next() else { preconditionFailure("two tasks were added") }
            return answer
        }
    }

    private static func describe(_ error: any Error) -> String {
        if let error = error as? HTTPClientError {
            if error == .connectTimeout || error == .deadlineExceeded || error == .readTimeout {
                return "it does not answer"
            }
            return error.shortDescription
        }
        if error is NIOTooManyBytesError { return "its answer is far larger than a relay's; check the address" }
        if error is HTTPParserError { return "it does not speak HTTP, or broke off; check the address" }
        if error is NIOConnectionError { return "connection refused" }
        if let error = error as? IOError { return String(cString: strerror(error.errnoCode)) }
        return "the connection broke (\(type(of: error)))"
    }
}
