import Foundation
import GRDB
import TidemarkCore
import TidemarkWire

extension RelayStore {
    /// Digits of a hash that name an invite: few enough to type, and `revoke` refuses an ambiguous one.
    private static let idDigits = 8

    /// - Parameter expires: milliseconds since 1970, nil for never.
    package func addInvite(_ code: InviteCode, note: String, expires: Int64?, now: Int64) throws {
        try pool.write { db in
            try db.execute(
                sql: "INSERT INTO invite (hash, created, expires, note) VALUES (?, ?, ?, ?)",
                arguments: [Data(code.hash.bytes), now, expires, note])
        }
    }

    /// Oldest first.
    package func invites(now: Int64) throws -> [Invite] {
        try pool.read { db in
            try Row.fetchAll(
                db, sql: "SELECT hash, created, expires, note, revoked, used FROM invite ORDER BY created, hash"
            )
            .map { row in
                let hash: Data = row["hash"]
                let used: Int64? = row["used"]
                let revoked: Int64? = row["revoked"]
                let expires: Int64? = row["expires"]
                let state: Invite.State =
                    if used != nil {
                        .used
                    } else if revoked != nil {
                        .revoked
                    } else if let expires, expires <= now {
                        .expired
                    } else {
                        .open
                    }
                return Invite(
                    id: String(hexadecimal(hash).prefix(Self.idDigits)), created: row["created"],
                    expires: expires, state: state, note: row["note"])
            }
        }
    }

    /// - Parameter name: a code, or an id as `invites` gives it.
    /// - Returns: whether there was such an unused invite.
    package func revokeInvite(_ name: String, now: Int64) throws -> Bool {
        let code = InviteCode(name)?.hash
        return try pool.write { db in
            let hashes = try Data.fetchAll(db, sql: "SELECT hash FROM invite WHERE used IS NULL AND revoked IS NULL")
            let matches = hashes.filter { hash in
                [UInt8](hash) == code?.bytes
                    || hexadecimal(hash).prefix(Self.idDigits) == name.lowercased()
            }
            guard matches.count == 1, let match = matches.first else { return false }
            try db.execute(sql: "UPDATE invite SET revoked = ? WHERE hash = ?", arguments: [now, match])
            return true
        }
    }

    /// Uses an invite up for one registration. The same registration may use it again: the answer may have been lost, or
    /// the relay killed before the spaces were made.
    ///
    /// - Parameter registration: hash of what is registered.
    /// - Returns: whether the code is good.
    func useInvite(_ code: InviteCode, for registration: Hash, now: Int64) async throws -> Bool {
        try await pool.write { db in
            let key = Data(code.hash.bytes)
            guard
                let row = try Row.fetchOne(
                    db, sql: "SELECT expires, revoked, used_for FROM invite WHERE hash = ?", arguments: [key])
            else { return false }
            if let usedFor: Data = row["used_for"] { return [UInt8](usedFor) == registration.bytes }
            let revoked: Int64? = row["revoked"]
            let expires: Int64? = row["expires"]
            guard revoked == nil, (expires ?? .max) > now else { return false }
            try db.execute(
                sql: "UPDATE invite SET used = ?, used_for = ? WHERE hash = ?",
                arguments: [now, Data(registration.bytes), key])
            return true
        }
    }
}
