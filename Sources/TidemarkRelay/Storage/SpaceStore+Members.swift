import Foundation
import GRDB
import TidemarkWire

extension SpaceStore {
    /// Nil when the device is not enrolled.
    func mayPush(_ device: [UInt8], _ db: Database) throws -> Bool? {
        try Bool.fetchOne(
            db.cachedStatement(sql: "SELECT may_push FROM device WHERE key = ?"), arguments: [Data(device)])
    }

    /// Whether the key may open a session now: a device, or a ticket that nobody has used.
    func role(of key: [UInt8]) async throws -> RelayCaller? {
        try await pool.read { db in
            if try mayPush(key, db) != nil { return .device(key) }
            let unspent = try Bool.fetchOne(
                db, sql: "SELECT spent IS NULL FROM ticket WHERE key = ?", arguments: [Data(key)])
            return unspent == true ? .ticket(key) : nil
        }
    }

    func check(_ caller: RelayCaller) async throws { try await pool.read { db in try check(caller, db) } }

    func entries(from start: UInt64, by caller: RelayCaller) async throws -> (entries: [[UInt8]], more: Bool) {
        try await pool.read { db in
            try check(caller, db)
            return try entries(from: start, db)
        }
    }

    /// - Returns: entries in the log.
    func append(_ bytes: [UInt8], by caller: RelayCaller, now: Int64) async throws -> UInt64 {
        try await pool.write { db in
            try check(caller, db)
            if case .ticket(let key) = caller {
                guard let entry = try? MembershipEntry(bytes: bytes), entry.signer == key else {
                    throw RelayProblem(.forbidden, "A ticket may only append its own enrolment.")
                }
            }
            var log = try membershipLog(db)
            _ = try append(bytes, now: now, to: &log, db)
            return log.count
        }
    }

    /// Throws unless the caller is still what its session says.
    func check(_ caller: RelayCaller, _ db: Database) throws {
        let known =
            switch caller {
            case .device(let key): try mayPush(key, db) != nil
            // Spent or not: whoever enrolled by it may have missed the answer and ask again.
            case .ticket(let key):
                try Bool.fetchOne(db, sql: "SELECT 1 FROM ticket WHERE key = ?", arguments: [Data(key)]) == true
            }
        guard known else { throw RelayProblem.signIn() }
    }

    func entryCount(_ db: Database) throws -> UInt64 {
        UInt64(try Int64.fetchOne(db, sql: "SELECT count(*) FROM entry") ?? 0)
    }

    /// A page of entries from number `start` on, and whether there are more.
    func entries(from start: UInt64, _ db: Database) throws -> (entries: [[UInt8]], more: Bool) {
        guard let start = Int64(exactly: start) else { return ([], false) }
        var entries: [[UInt8]] = []
        var bytes = 0
        let cursor = try Data.fetchCursor(
            db.cachedStatement(sql: "SELECT bytes FROM entry WHERE number >= ? ORDER BY number"), arguments: [start])
        while let entry = try cursor.next() {
            bytes += entry.count
            if entries.count == RelayLimits.membersPerAnswer
                || (bytes > RelayLimits.membersAnswerBytes && !entries.isEmpty)
            {
                return (entries, true)
            }
            entries.append([UInt8](entry))
        }
        return (entries, false)
    }

    /// The whole log, its signatures checked when it was appended.
    func membershipLog(_ db: Database) throws -> MembershipLog {
        let entries = try Data.fetchAll(db, sql: "SELECT bytes FROM entry ORDER BY number").map { [UInt8]($0) }
        do {
            return try MembershipLog(space: space, trusting: entries)
        } catch {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "membership log: \(error)")
        }
    }

    /// Appends where the bytes continue the log (compare-and-set by index and previous hash).
    ///
    /// - Parameter now: nil for entries that a home relay had taken before, whose tickets may have expired since.
    /// - Returns: false when exactly these bytes are there already.
    func append(_ bytes: [UInt8], now: Int64?, to log: inout MembershipLog, _ db: Database) throws -> Bool {
        let entry: MembershipEntry
        do {
            entry = try MembershipEntry(bytes: bytes)
        } catch {
            throw RelayProblem(.entryRefused, "The entry is \(error).")
        }
        if entry.index < log.count {
            if log.entries[Int(entry.index)] == bytes { return false }
            var problem = RelayProblem(
                .indexTaken, "The log has \(log.count) entries already. Read those that you lack and sign anew.")
            problem.extensions["count"] = log.count
            throw problem
        }
        do {
            try log.append(bytes, now: now)
        } catch {
            var problem = RelayProblem(.entryRefused, "\(error). The log has \(log.count) entries.")
            problem.extensions["count"] = log.count
            throw problem
        }
        try insert(entry, db)
        return true
    }

    /// Writes a verified entry and what it makes.
    func insert(_ entry: MembershipEntry, _ db: Database) throws {
        let number = Int64(entry.index)
        try db.execute(sql: "INSERT INTO entry (number, bytes) VALUES (?, ?)", arguments: [number, Data(entry.bytes)])
        switch entry.change {
        case .genesis(let genesis):
            try db.execute(
                sql: "INSERT INTO device (key, may_push, entry) VALUES (?, 1, ?)",
                arguments: [Data(genesis.device), number])
        case .ticket(let ticket):
            try db.execute(
                sql: "INSERT INTO ticket (key, may_push, entry) VALUES (?, ?, ?)",
                arguments: [Data(ticket.key), ticket.mayPush, number])
        case .enrolment(let enrolment):
            let ticket = Data(entry.signer)
            try db.execute(
                sql: "INSERT INTO device (key, may_push, entry) SELECT ?, may_push, ? FROM ticket WHERE key = ?",
                arguments: [Data(enrolment.device), number, ticket])
            try db.execute(sql: "UPDATE ticket SET spent = ? WHERE key = ?", arguments: [number, ticket])
        }
    }
}
