/// One call to a relay, free of any HTTP library.
package struct RelayCall: Sendable {
    package enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
    }

    package enum Content: String, Sendable {
        case json = "application/json"
        case protobuf = "application/x-protobuf"
        case opaque = "application/octet-stream"
    }

    package var method: Method
    /// Below the relay's base URL, beginning with "/".
    package var path: String
    package var content: Content
    package var body: [UInt8]
    /// Bearer token.
    package var token: String?
    /// Hexadecimal id of the space that the token is for, where the path does not say.
    package var space: String?

    package init(
        _ method: Method, _ path: String, content: Content = .json, body: [UInt8] = [], token: String? = nil,
        space: String? = nil
    ) {
        self.method = method
        self.path = path
        self.content = content
        self.body = body
        self.token = token
        self.space = space
    }
}

package struct RelayAnswer: Sendable {
    package var status: Int
    package var body: [UInt8]
    /// Whether the body is a problem report (RFC 9457).
    package var isProblem: Bool
    /// Seconds, where the relay asks for patience.
    package var retryAfter: Int?

    package init(status: Int, body: [UInt8] = [], isProblem: Bool = false, retryAfter: Int? = nil) {
        self.status = status
        self.body = body
        self.isProblem = isProblem
        self.retryAfter = retryAfter
    }
}

/// The relay could not be reached, or the line broke: whether the call took effect is unknown.
package struct TransportError: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}

/// Carries calls to one relay. Over HTTP (`TidemarkSyncHTTP`), or simulated.
package protocol Transport: Sendable {
    /// - Throws: `TransportError` when there is no answer.
    func send(_ call: RelayCall) async throws -> RelayAnswer

    /// As `send`, for an answer that goes on: the body of a 200 is handed over as it comes, and the rest returned at its end.
    ///
    /// - Throws: `TransportError` when the line breaks or stays silent for too long; what `receive` throws.
    func stream(_ call: RelayCall, _ receive: ([UInt8]) async throws -> Void) async throws -> RelayAnswer
}

extension Transport {
    /// For transports whose answers come whole.
    package func stream(_ call: RelayCall, _ receive: ([UInt8]) async throws -> Void) async throws -> RelayAnswer {
        var answer = try await send(call)
        guard answer.status == 200 else { return answer }
        try await receive(answer.body)
        answer.body = []
        return answer
    }
}
