import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

extension RelayProblem {
    private struct Document: Encodable {
        let type: String
        let title: String
        let status: Int
        let detail: String
        let count: UInt64?
    }

    /// `application/problem+json`, with `Retry-After` where waiting helps.
    var response: Response {
        let document = Document(
            type: type, title: kind.title, status: kind.status, detail: detail, count: extensions["count"])
        var response = Response.json(document, status: .init(code: kind.status))
        response.headers[.contentType] = "application/problem+json"
        if let retryAfter { response.headers[.retryAfter] = "\(retryAfter)" }
        if kind == .unauthorized { response.headers[.wwwAuthenticate] = "Bearer" }
        return response
    }
}

extension Response {
    /// A JSON answer: its keys in snake case and in a fixed order.
    static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) -> Response {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let bytes = try? encoder.encode(value) else { preconditionFailure("an answer that JSON cannot hold") }
        return Response(
            status: status, headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    static func bytes(_ bytes: [UInt8], type: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: type], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
