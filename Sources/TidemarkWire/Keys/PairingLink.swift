package import Crypto
import Foundation
package import TidemarkCore

/// What brings another device in: a relay and a secret. The secret stands in the fragment, which no HTTP client sends.
///
/// `RELAY/join#0.SECRET`, the secret as 32 bytes in base64url. Everything else is derived from it.
package struct PairingLink: Hashable, Sendable, CustomStringConvertible {
    /// How long a link is good for, in milliseconds. Two people need this long to pass it on; nobody else should.
    package static let lifetime: Int64 = 120 * 1000

    package let relay: String
    private let secret: [UInt8]

    /// - Parameter secret: 32 bytes from a cryptographic generator.
    package init(relay: String, secret: [UInt8]) {
        self.relay = relay
        self.secret = secret
    }

    package init(_ text: String) throws(WireError) {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        let parts = trimmed.split(separator: "#", maxSplits: 1)
        guard parts.count == 2, parts[0].hasSuffix("/join"), parts[1].hasPrefix("0.") else {
            throw .malformed("this is no pairing link: copy all of what `tidemark pair` printed, from http to the end")
        }
        var base64 = parts[1].dropFirst(2).replacingOccurrences(of: "-", with: "+").replacingOccurrences(
            of: "_", with: "/")
        while base64.count % 4 != 0 { base64 += "=" }
        guard let secret = Data(base64Encoded: base64), secret.count == 32 else {
            throw .malformed("the pairing link is cut off: copy it to its end")
        }
        relay = String(parts[0].dropLast("/join".count))
        self.secret = [UInt8](secret)
    }

    package var description: String {
        let base64 = Data(secret).base64EncodedString().replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
        return "\(relay)/join#0.\(base64)"
    }

    /// Six digits that both devices show.
    package var code: String {
        let number = Hash(of: [UInt8]("tidemark code 0".utf8), secret).bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        let digits = String(number % 1_000_000)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }

    /// Where the sealed bundle waits on the relay, in hexadecimal.
    package var mailbox: String { Hash(of: [UInt8]("tidemark mailbox 0".utf8), secret).description }

    /// The key of the ticket for a space.
    package func ticketKey(space: SpaceID) throws(WireError) -> Curve25519.Signing.PrivateKey {
        let seed = derive("tidemark ticket 0", space.bytes)
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed.withUnsafeBytes { [UInt8]($0) })
        else {
            throw .malformed("ticket key")
        }
        return key
    }

    /// Seals what the joining device needs. The key is used for this one message.
    package func seal(_ bundle: [UInt8]) throws(WireError) -> [UInt8] {
        guard let nonce = try? ChaChaPoly.Nonce(data: [UInt8](repeating: 0, count: 12)),
            let box = try? ChaChaPoly.seal(bundle, using: derive("tidemark bundle 0"), nonce: nonce)
        else { throw .malformed("pairing bundle") }
        return [UInt8](box.ciphertext + box.tag)
    }

    package func open(_ sealed: [UInt8]) throws(WireError) -> [UInt8] {
        guard sealed.count > 16, let nonce = try? ChaChaPoly.Nonce(data: [UInt8](repeating: 0, count: 12)),
            let box = try? ChaChaPoly.SealedBox(
                nonce: nonce, ciphertext: sealed.dropLast(16), tag: sealed.suffix(16)),
            let plain = try? ChaChaPoly.open(box, using: derive("tidemark bundle 0"))
        else { throw .malformed("what waits on the relay was not made for this link") }
        return [UInt8](plain)
    }

    private func derive(_ info: String, _ more: [UInt8] = []) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: secret), info: [UInt8](info.utf8) + more, outputByteCount: 32)
    }
}
