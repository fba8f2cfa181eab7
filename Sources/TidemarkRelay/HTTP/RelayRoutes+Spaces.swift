import HTTPTypes
import Hummingbird
import TidemarkWire

extension RelayRoutes {
    private struct Appended: Encodable {
        let count: UInt64
    }

    func addSpaces(to routes: RouterGroup<RelayRequestContext>) {
        routes.get("members") { request, context in
            let space = try context.space()
            let caller = try self.caller(request, space: space)
            let text = request.uri.queryParameters["after"].map { String($0) } ?? "0"
            guard let start = UInt64(text) else {
                throw RelayProblem(.malformed, "after is the number of entries that you hold.")
            }
            let response = try await self.service.members(space: space, by: caller, from: start, now: self.clock())
            return Response.bytes(try response.serialized(), type: Self.protobuf)
        }
        routes.post("members") { request, context in
            let space = try context.space()
            let caller = try self.caller(request, space: space)
            try request.expect(contentType: Self.protobuf)
            let bytes = try await request.bytes(upTo: Limits.membershipEntryBytes)
            let count = try await self.service.appendMember(bytes, space: space, by: caller, now: self.clock())
            return Response.json(Appended(count: count))
        }
        routes.post("sync") { request, context in
            let space = try context.space()
            let caller = try self.caller(request, space: space)
            try request.expect(contentType: Self.protobuf)
            let bytes = try await request.bytes(upTo: Limits.requestBytes)
            let message: SyncRequest
            do throws(WireError) {
                message = try SyncRequest(serialized: bytes)
            } catch {
                throw RelayProblem(reading: error)
            }
            let answer = try await self.service.syncAnswer(
                space: space, by: caller, request: message, now: self.clock())
            let isConflict = answer.response.results.contains { if case .conflict = $0 { true } else { false } }
            let body = try answer.response.serialized()
            self.metrics.sync(bytesIn: bytes.count, bytesOut: body.count, results: answer.response.results)
            var response = Response.bytes(body, type: Self.protobuf, status: isConflict ? .conflict : .ok)
            response.headers[try Self.header("Tidemark-Space-Bytes")] = "\(answer.spaceBytes)"
            response.headers[try Self.header("Tidemark-Space-Quota")] = "\(self.service.settings.spaceBytes)"
            return response
        }
    }

    private static func header(_ name: String) throws -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("a header name with a forbidden character") }
        return name
    }
}
