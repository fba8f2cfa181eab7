import HTTPTypes
import Hummingbird
import NIOCore
import TidemarkCore

extension RelayRoutes {
    private struct Position: Encodable {
        let position: UInt64
    }

    private enum Tick: Sendable {
        case position(UInt64)
        /// Nothing happened for a while.
        case quiet
        case end
    }

    func addEvents(to routes: RouterGroup<RelayRequestContext>) {
        routes.get("events") { request, context in
            let space = try context.space()
            let caller = try self.caller(request, space: space)
            let wait = try Self.number("wait", request)
            let after = try Self.number("after", request)
            let hints = try await self.service.hints(space: space, by: caller)
            guard let wait else { return Self.stream(hints.now, hints.later) }
            // Any other position is news: one that is lower says that the relay has lost something.
            guard hints.now == after else { return Response.json(Position(position: hints.now)) }
            let seconds = min(Int64(clamping: wait), RelayLimits.pollSeconds)
            let later = await Self.first(hints.later, within: .seconds(seconds))
            return Response.json(Position(position: later ?? hints.now))
        }
    }

    private static func number(_ name: String, _ request: Request) throws -> UInt64? {
        guard let text = request.uri.queryParameters[name[...]] else { return nil }
        guard let number = UInt64(text) else {
            throw RelayProblem(.malformed, "\(name) is a whole number: seconds to wait, or a position in the log.")
        }
        return number
    }

    /// The first hint; nil after a time, or at the stream's end.
    private static func first(_ hints: AsyncStream<UInt64>, within time: Duration) async -> UInt64? {
        await withTaskGroup(of: UInt64?.self) { group in
            group.addTask { await hints.first { _ in true } }
            group.addTask {
                // Cancelled when a hint came first.
                try? await Task.sleep(for: time)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }

    /// Server-sent events (WHATWG HTML, section 9.2): hints, and comments that keep the connection alive.
    private static func stream(_ now: UInt64, _ later: AsyncStream<UInt64>) -> Response {
        var headers: HTTPFields = [.contentType: "text/event-stream"]
        // nginx passes each piece on at once.
        if let name = HTTPField.Name("X-Accel-Buffering") { headers[name] = "no" }
        let body = ResponseBody { writer in
            try await writer.write(event(now))
            try await withThrowingTaskGroup(of: Void.self) { group in
                let (ticks, tick) = AsyncStream.makeStream(of: Tick.self, bufferingPolicy: .bufferingNewest(2))
                group.addTask {
                    for await position in later { tick.yield(.position(position)) }
                    tick.yield(.end)
                }
                group.addTask {
                    for _ in 0..<(RelayLimits.streamSeconds / RelayLimits.heartbeatSeconds) {
                        try await Task.sleep(for: .seconds(RelayLimits.heartbeatSeconds))
                        tick.yield(.quiet)
                    }
                    tick.yield(.end)
                }
                defer { group.cancelAll() }
                loop: for await tick in ticks {
                    switch tick {
                    case .position(let position): try await writer.write(event(position))
                    case .quiet: try await writer.write(ByteBuffer(string: ":\n\n"))
                    case .end: break loop
                    }
                }
            }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: headers, body: body)
    }

    private static func event(_ position: UInt64) -> ByteBuffer {
        ByteBuffer(string: "event: position\ndata: {\"position\":\(position)}\n\n")
    }
}
