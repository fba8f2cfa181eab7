import Crypto
import Foundation
package import TidemarkCore

/// Makes and checks challenges and session tokens. Both carry their own proof (HMAC-SHA256, RFC 2104), so the relay
/// remembers nothing of them.
///
/// A challenge may be answered more than once while it lives; whoever could see and repeat the answer could as well use
/// the token that it brought.
package struct AccessSecret: Sendable {
    package static let byteCount = 32
    /// Two challenges of one millisecond differ.
    package static let challengeNonceBytes = 16
    private static let tagBytes = 32
    private static let challengeContext = [UInt8]("tidemark relay challenge 0".utf8)
    private static let tokenContext = [UInt8]("tidemark relay token 0".utf8)

    private let key: SymmetricKey

    package init(bytes: [UInt8]) { key = SymmetricKey(data: bytes) }

    /// - Parameter nonce: 16 random bytes.
    package func challenge(space: SpaceID, nonce: [UInt8], now: Int64) -> [UInt8] {
        signed(
            bigEndian(now + RelayLimits.challengeSeconds * 1000) + nonce, context: Self.challengeContext + space.bytes)
    }

    package func isValid(challenge: [UInt8], space: SpaceID, now: Int64) -> Bool {
        guard let body = checked(challenge, context: Self.challengeContext + space.bytes),
            body.count == 8 + Self.challengeNonceBytes
        else { return false }
        return number(body[..<8]) > now
    }

    package func token(space: SpaceID, caller: RelayCaller, now: Int64) -> String {
        let kind: UInt8 =
            switch caller {
            case .device: 1
            case .ticket: 2
            }
        let body = bigEndian(now + RelayLimits.sessionSeconds * 1000) + [kind] + caller.key
        return Data(signed(body, context: Self.tokenContext + space.bytes)).base64EncodedString()
    }

    /// Nil when the token is not this relay's, of another space, or expired.
    package func caller(token: String, space: SpaceID, now: Int64) -> RelayCaller? {
        guard let bytes = Data(base64Encoded: token),
            let body = checked([UInt8](bytes), context: Self.tokenContext + space.bytes),
            body.count == 8 + 1 + 32, number(body[..<8]) > now
        else { return nil }
        let key = Array(body[9...])
        return body[8] == 1 ? .device(key) : .ticket(key)
    }

    private func signed(_ body: [UInt8], context: [UInt8]) -> [UInt8] {
        body + HMAC<SHA256>.authenticationCode(for: context + body, using: key)
    }

    private func checked(_ bytes: [UInt8], context: [UInt8]) -> [UInt8]? {
        guard bytes.count > Self.tagBytes else { return nil }
        let body = Array(bytes.dropLast(Self.tagBytes))
        let tag = bytes.suffix(Self.tagBytes)
        return HMAC<SHA256>.isValidAuthenticationCode(tag, authenticating: context + body, using: key) ? body : nil
    }

    private func bigEndian(_ number: Int64) -> [UInt8] { withUnsafeBytes(of: number.bigEndian) { [UInt8]($0) } }

    private func number(_ bytes: ArraySlice<UInt8>) -> Int64 { bytes.reduce(0) { $0 << 8 | Int64($1) } }
}
