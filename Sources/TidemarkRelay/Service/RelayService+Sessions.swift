package import TidemarkCore
import TidemarkWire

extension RelayService {
    /// Bytes for a device to sign (`DeviceChallenge`), good for a minute.
    package func challenge(space: SpaceID, now: Int64) async throws -> [UInt8] {
        let nonce = random(AccessSecret.challengeNonceBytes)
        return try await using(space) { _ in self.secret.challenge(space: space, nonce: nonce, now: now) }
    }

    /// A token for `RelayLimits.sessionSeconds`.
    ///
    /// - Parameter key: Ed25519 public key of a device, or of a ticket that nobody has used.
    package func session(
        space: SpaceID, key: [UInt8], challenge: [UInt8], signature: [UInt8], now: Int64
    ) async throws -> String {
        guard secret.isValid(challenge: challenge, space: space, now: now) else {
            throw RelayProblem(
                .unauthorized, "The challenge is older than a minute, or of another space or relay. Ask for a new one.")
        }
        guard DeviceChallenge(space: space, challenge: challenge).isSigned(signature, by: key) else {
            throw RelayProblem(.unauthorized, "The signature does not fit the key and the challenge.")
        }
        guard let caller = try await using(space, { store in try await store.role(of: key) }) else {
            throw RelayProblem(
                .unauthorized,
                "The key is no device of the space and no unused ticket. Join the space by a new link from a member.")
        }
        return secret.token(space: space, caller: caller, now: now)
    }

    /// Who a token speaks for. That they still may is checked where their request is served.
    package func caller(token: String, space: SpaceID, now: Int64) throws -> RelayCaller {
        guard let caller = secret.caller(token: token, space: space, now: now) else { throw RelayProblem.signIn() }
        return caller
    }
}
