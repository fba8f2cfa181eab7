import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import TidemarkCore
import TidemarkWire

extension Request {
    /// The whole body, within a size and a time.
    ///
    /// The time is looked at whenever a part arrives: a timer would outlive its request by a minute, and there are a thousand
    /// requests a second. Whoever sends nothing at all meets the connection's idle limit.
    func bytes(upTo limit: Int) async throws -> [UInt8] {
        let start = ContinuousClock.now
        var bytes: [UInt8] = []
        do {
            for try await part in body {
                guard bytes.count + part.readableBytes <= limit else {
                    throw RelayProblem(.tooLarge, "The body is over this route's limit. Send less at a time.")
                }
                guard ContinuousClock.now - start < .seconds(RelayLimits.bodySeconds) else {
                    throw RelayProblem(
                        .timeout,
                        "The body did not arrive within \(RelayLimits.bodySeconds) seconds. Send less at a time.")
                }
                bytes += part.readableBytesView
            }
        } catch let problem as RelayProblem {
            throw problem
        } catch {
            // The client hung up or sent less than it had announced: nobody reads this answer.
            throw RelayProblem(.malformed, "The body broke off before its end.")
        }
        return bytes
    }

    func json<Body: Decodable>(_ type: Body.Type, upTo limit: Int) async throws -> Body {
        let bytes = try await bytes(upTo: limit)
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch {
            throw RelayProblem(.malformed, "The body is not the JSON object that this route takes.")
        }
    }

    /// The session's token.
    func token() throws -> String {
        let prefix = "Bearer "
        guard let header = headers[.authorization], header.hasPrefix(prefix) else { throw RelayProblem.signIn() }
        return String(header.dropFirst(prefix.count))
    }

    /// Refuses a body that is declared as something else than `type`, so that a mistake is named before it is parsed.
    func expect(contentType type: String) throws {
        guard let given = headers[.contentType] else { return }
        guard given.prefix(while: { $0 != ";" }).lowercased() == type else {
            throw RelayProblem(.malformed, "This route takes \(type).")
        }
    }
}

extension RelayRequestContext {
    func space() throws -> SpaceID {
        guard let space = parameters.get("space").flatMap({ SpaceID(hex: $0) }) else {
            throw RelayProblem(.malformed, "A space id has 32 hexadecimal digits.")
        }
        return space
    }

    func mailbox() throws -> Hash {
        guard let text = parameters.get("mailbox"), let id = Hash(hex: text) else {
            throw RelayProblem(.malformed, "A mailbox id has 64 hexadecimal digits.")
        }
        return id
    }
}

extension Hash {
    /// Nil unless `hex` holds exactly 64 hexadecimal digits.
    init?(hex: String) {
        let digits = hex.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard hex.utf8.count == 2 * Hash.byteCount, digits.count == hex.utf8.count else { return nil }
        self.init(bytes: stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) })
    }
}
