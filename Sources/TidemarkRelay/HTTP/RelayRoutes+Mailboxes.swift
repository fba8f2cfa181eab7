import HTTPTypes
import Hummingbird
import TidemarkCore

extension RelayRoutes {
    func addMailboxes(to routes: RouterGroup<RelayRequestContext>) {
        routes.put("mailboxes/:mailbox") { request, context in
            let id = try context.mailbox()
            guard let name = HTTPField.Name("Tidemark-Space"),
                let space = request.headers[name].flatMap({ SpaceID(hex: $0) })
            else {
                throw RelayProblem(
                    .malformed, "The header Tidemark-Space names the space that the token is for, in hex.")
            }
            let caller = try self.caller(request, space: space)
            let body = try await request.bytes(upTo: RelayLimits.mailboxBytes)
            try await self.service.putMailbox(id, body: body, space: space, by: caller, now: self.clock())
            return Response(status: .noContent)
        }
        routes.get("mailboxes/:mailbox") { request, context in
            try self.limit(request, context)
            let body = try await self.service.mailbox(context.mailbox(), now: self.clock())
            return Response.bytes(body, type: "application/octet-stream")
        }
    }
}
