import Foundation
import Hummingbird
import TidemarkCore
import TidemarkWire

extension RelayRoutes {
    /// A space by its genesis, or by its whole log where a relay is filled again.
    private enum RegisteredLog: Decodable {
        case genesis(Data)
        case log([Data])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let genesis = try? container.decode(Data.self) {
                self = .genesis(genesis)
            } else {
                self = .log(try container.decode([Data].self))
            }
        }

        var entries: [[UInt8]] {
            switch self {
            case .genesis(let bytes): [[UInt8](bytes)]
            case .log(let entries): entries.map { [UInt8]($0) }
            }
        }
    }

    private struct Registration: Decodable {
        let invite: String?
        let spaces: [RegisteredLog]
    }

    private struct Registered: Encodable {
        let spaces: [String]
    }

    private struct Challenge: Encodable {
        let challenge: Data
    }

    private struct SessionRequest: Decodable {
        let key: Data
        let challenge: Data
        let signature: Data
    }

    private struct Session: Encodable {
        let token: String
        let expiresIn: Int64
    }

    func addAccess(to routes: RouterGroup<RelayRequestContext>) {
        routes.post("register") { request, context in
            try self.limit(request, context)
            let body = try await request.json(Registration.self, upTo: RelayLimits.registrationBytes)
            let spaces = try await self.service.register(
                invite: body.invite, logs: body.spaces.map(\.entries), now: self.clock())
            return Response.json(Registered(spaces: spaces.map(\.description)), status: .created)
        }
        routes.post("spaces/:space/challenge") { request, context in
            try self.limit(request, context)
            let challenge = try await self.service.challenge(space: context.space(), now: self.clock())
            return Response.json(Challenge(challenge: Data(challenge)))
        }
        routes.post("spaces/:space/session") { request, context in
            try self.limit(request, context)
            let space = try context.space()
            let body = try await request.json(SessionRequest.self, upTo: RelayLimits.smallBodyBytes)
            let token = try await self.service.session(
                space: space, key: [UInt8](body.key), challenge: [UInt8](body.challenge),
                signature: [UInt8](body.signature), now: self.clock())
            return Response.json(Session(token: token, expiresIn: RelayLimits.sessionSeconds))
        }
    }
}
