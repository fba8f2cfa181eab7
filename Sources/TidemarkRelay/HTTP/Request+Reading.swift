import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import TidemarkCore
import TidemarkWire

extension Request {
    /// The whole body, within a size and a time.
    func bytes(upTo limit: Int) async throws -> [UInt8] {
        let body = self.body
        return try await withThrowingTaskGroup(of: [UInt8].self) { group in
            group.addTask {
                do {
                    let buffer = try await body.collect(upTo: limit)
                    return [UInt8](buffer.readableBytesView)
                } catch let error as NIOTooManyBytesError {
                    throw error
                } catch {
                    // The client hung up or sent less than it had announced: nobody reads this answer.
                    throw RelayProblem(.malformed, "The body broke off before its end.")
                }
            }
            group.addTask {
                try await Task.sleep(for: .seconds(RelayLimits.bodySeconds))
                throw RelayProblem(
                    .timeout, "The body did not arrive within \(RelayLimits.bodySeconds) seconds. Send less at a time.")
            }
            defer { group.cancelAll() }
            guard let bytes = try await group.next() else { preconditionFailure("two tasks were added") }
            return bytes
        }
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
