import Crypto
import Foundation
import TidemarkCore
import TidemarkReplica
package import TidemarkWire

extension RelayClient {
    /// Attempts to append behind a membership log that others are appending to as well.
    private static let appendAttempts = 5

    /// Lets one more device of this person in: tickets in every space, and a sealed bundle in a mailbox of the relay.
    ///
    /// - Returns: the link for the other device, good for two minutes and one use.
    package func pair(relay: String) async throws -> PairingLink {
        let link = PairingLink(relay: relay, secret: replica.environment.random(32))
        let spaces = try replica.spaces()
        for space in spaces { try await appendTicket(space, link) }
        guard let first = spaces.first else { throw ReplicaError.notFound("This library has no spaces.") }
        let sealed = try link.seal(try replica.pairingBundle())
        _ = try await call(
            RelayCall(.put, "/v1/mailboxes/\(link.mailbox)", content: .opaque, body: sealed), as: first.sid)
        return link
    }

    private func appendTicket(_ space: SpaceRecord, _ link: PairingLink) async throws {
        for attempt in 1...Self.appendAttempts {
            _ = try await sync(space.sid)
            let now = replica.environment.now() + (try replica.clockOffset())
            let ticket = try replica.makeTicket(space.sid, link: link, now: now)
            do {
                _ = try await call(
                    RelayCall(.post, "/v1/spaces/\(space.sid)/members", content: .protobuf, body: ticket.bytes),
                    as: space.sid)
                _ = try await sync(space.sid)
                return
            } catch SyncError.refused where attempt < Self.appendAttempts {
                continue  // another device appended in between: read its entry and try again behind it
            }
        }
    }

    /// Joins the spaces that a link opens. The replica must be new; each space is stored before its enrolment leaves.
    package func join(_ link: PairingLink, deviceName: String) async throws {
        let sealed: [UInt8]
        do {
            sealed = try await call(RelayCall(.get, "/v1/mailboxes/\(link.mailbox)"))
        } catch SyncError.notFound {
            throw SyncError.notFound(
                "This link is no longer good: it works once and for two minutes. Run `tidemark pair` again.")
        }
        let bundle: PairingBundle
        do {
            bundle = try JSONDecoder().decode(PairingBundle.self, from: Data(try link.open(sealed)))
        } catch is DecodingError {
            throw SyncError.protocolViolation("the invitation cannot be read: update Tidemark on this device")
        }
        for space in bundle.spaces { try await join(space, link, deviceName: deviceName) }
        try replica.setRelay(link.relay)
    }

    private func join(_ space: PairingBundle.Space, _ link: PairingLink, deviceName: String) async throws {
        guard let sid = SpaceID(hex: space.id) else {
            throw SyncError.protocolViolation("the invitation names no space")
        }
        let key = try link.ticketKey(space: sid)
        let challenge = try await challenge(sid)
        let session = try await session(
            sid, challenge: challenge, key: [UInt8](key.publicKey.rawRepresentation),
            signature: try challenge.signature(by: key))
        var call = RelayCall(.get, "/v1/spaces/\(sid)/members?after=0", content: .protobuf, token: session.token)
        let members = try SyncResponse(serialized: try await self.call(call)).members
        let log = try MembershipLog(space: sid, entries: members)
        let enrolment = try replica.join(space, log: log, ticket: key, deviceName: deviceName)
        call = RelayCall(
            .post, "/v1/spaces/\(sid)/members", content: .protobuf, body: enrolment.bytes, token: session.token)
        _ = try await self.call(call)
    }
}
