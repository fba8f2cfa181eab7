import Foundation
import GRDB
import TidemarkCore
import TidemarkWire

extension RelayStore {
    /// Fills a mailbox until `RelayLimits.mailboxSeconds` from now, replacing what the same space had put there.
    func putMailbox(_ id: Hash, body: [UInt8], space: SpaceID, now: Int64) async throws {
        try await pool.write { db in
            try db.execute(sql: "DELETE FROM mailbox WHERE expires <= ?", arguments: [now])
            let key = Data(id.bytes)
            let owner = Data(space.bytes)
            switch try Data.fetchOne(db, sql: "SELECT space FROM mailbox WHERE id = ?", arguments: [key]) {
            case owner: break
            case nil:
                let all = try Int.fetchOne(db, sql: "SELECT count(*) FROM mailbox") ?? 0
                let own =
                    try Int.fetchOne(db, sql: "SELECT count(*) FROM mailbox WHERE space = ?", arguments: [owner]) ?? 0
                guard all < RelayLimits.mailboxes, own < RelayLimits.mailboxesPerSpace else {
                    throw RelayProblem(
                        .mailboxesFull,
                        "Too many pairings are under way. They expire within ten minutes: try again then.",
                        retryAfter: Int(RelayLimits.mailboxSeconds))
                }
            default:
                throw RelayProblem(.mailboxTaken, "Another space uses this mailbox. Begin the pairing again.")
            }
            try db.execute(
                sql: """
                    INSERT INTO mailbox (id, space, expires, body) VALUES (?, ?, ?, ?)
                    ON CONFLICT (id) DO UPDATE SET expires = excluded.expires, body = excluded.body
                    """,
                arguments: [key, owner, now + RelayLimits.mailboxSeconds * 1000, Data(body)])
        }
    }

    /// Nil when there is none, or it has expired.
    func mailbox(_ id: Hash, now: Int64) async throws -> [UInt8]? {
        try await pool.read { db in
            try Data.fetchOne(
                db, sql: "SELECT body FROM mailbox WHERE id = ? AND expires > ?", arguments: [Data(id.bytes), now])
        }.map { [UInt8]($0) }
    }
}
