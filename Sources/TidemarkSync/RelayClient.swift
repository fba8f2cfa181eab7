import Foundation
import TidemarkCore
package import TidemarkReplica
import TidemarkWire

/// Speaks the relay's protocol for one replica: access, sync, pairing.
package struct RelayClient: Sendable {
    package let replica: Replica
    let transport: any Transport

    package init(replica: Replica, transport: any Transport) {
        self.replica = replica
        self.transport = transport
    }

    /// Asks the relay to carry this replica's spaces.
    ///
    /// - Parameter invite: not needed where the relay is open or carries the spaces already.
    package func register(invite: String?) async throws {
        struct Registration: Encodable {
            let invite: String?
            /// Each space's membership log: what makes it, and all who have joined since.
            let spaces: [[Data]]
        }
        let logs = try replica.spaces().map { try replica.membership($0.sid).entries.map { Data($0) } }
        let body = try JSONEncoder().encode(Registration(invite: invite, spaces: logs))
        try await call(RelayCall(.post, "/v1/register", body: [UInt8](body)))
    }

    /// Calls on behalf of a device of the space, proving its key first where there is no token.
    func call(_ call: RelayCall, as space: SpaceID) async throws -> [UInt8] {
        var call = call
        call.space = space.description
        if let token = try replica.token(space) {
            call.token = token
            let answer = try await transport.send(call)
            if answer.status != 401 { return try body(of: answer) }
        }
        call.token = try await authenticate(space)
        return try await self.call(call)
    }

    /// As `call`, for an answer that goes on.
    func stream(
        _ call: RelayCall, as space: SpaceID, _ receive: ([UInt8]) async throws -> Void
    ) async throws {
        var call = call
        call.space = space.description
        if let token = try replica.token(space) {
            call.token = token
            let answer = try await transport.stream(call, receive)
            if answer.status != 401 {
                _ = try body(of: answer)
                return
            }
        }
        call.token = try await authenticate(space)
        _ = try body(of: try await transport.stream(call, receive))
    }

    private func authenticate(_ space: SpaceID) async throws -> String {
        let challenge = try await challenge(space)
        let (key, signature) = try replica.sign(challenge)
        let session = try await session(space, challenge: challenge, key: key, signature: signature)
        try replica.setToken(
            session.token, expires: replica.environment.now() + Int64(session.expiresIn) * 1000, space)
        return session.token
    }

    struct Session: Decodable {
        let token: String
        /// Seconds.
        let expiresIn: Int

        enum CodingKeys: String, CodingKey {
            case token
            case expiresIn = "expires_in"
        }
    }

    func challenge(_ space: SpaceID) async throws -> DeviceChallenge {
        struct Challenge: Decodable { let challenge: Data }
        let answer: Challenge = try await json(RelayCall(.post, "/v1/spaces/\(space)/challenge"))
        return DeviceChallenge(space: space, challenge: [UInt8](answer.challenge))
    }

    func session(
        _ space: SpaceID, challenge: DeviceChallenge, key: [UInt8], signature: [UInt8]
    ) async throws -> Session {
        struct Proof: Encodable {
            let key: Data
            let challenge: Data
            let signature: Data
        }
        let proof = Proof(key: Data(key), challenge: Data(challenge.challenge), signature: Data(signature))
        return try await json(
            RelayCall(.post, "/v1/spaces/\(space)/session", body: [UInt8](JSONEncoder().encode(proof))))
    }

    private func json<T: Decodable>(_ call: RelayCall) async throws -> T {
        let body = try await self.call(call)
        do {
            return try JSONDecoder().decode(T.self, from: Data(body))
        } catch {
            throw SyncError.unreadable("\(call.path) did not answer as a relay does")
        }
    }

    @discardableResult
    func call(_ call: RelayCall) async throws -> [UInt8] { try body(of: try await transport.send(call)) }

    private func body(of answer: RelayAnswer) throws -> [UInt8] {
        // 409 on a sync carries a full answer: it says which batch conflicts.
        let isSuccess = (200..<300).contains(answer.status) || (answer.status == 409 && !answer.isProblem)
        guard isSuccess else { throw SyncError(answer) }
        return answer.body
    }
}
