import GRDB
import TidemarkCore
import TidemarkWire

/// The writers of one space, interned to integers, and how much of each is held. Lives for one transaction.
final class WriterTable {
    private let db: Database
    private let space: SpaceRecord
    private var numbers: [WriterID: Int64] = [:]
    private var ids: [Int64: WriterID] = [:]
    private var people: [WriterID: PersonID?] = [:]
    private var log: MembershipLog?

    init(_ db: Database, _ space: SpaceRecord) {
        self.db = db
        self.space = space
    }

    func number(of writer: WriterID) throws -> Int64 {
        if let number = numbers[writer] { return number }
        let known = try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT id FROM writer WHERE space = ? AND wid = ?"),
            arguments: [space.id, writer.bytes.blob])
        let number: Int64
        if let known {
            number = known
        } else {
            try db.cachedStatement(sql: "INSERT INTO writer (space, wid) VALUES (?, ?)")
                .execute(arguments: [space.id, writer.bytes.blob])
            number = db.lastInsertedRowID
        }
        numbers[writer] = number
        ids[number] = writer
        return number
    }

    func writer(_ number: Int64) throws -> WriterID {
        if let id = ids[number] { return id }
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT wid FROM writer WHERE id = ?"), arguments: [number])
        guard let id = row.flatMap({ WriterID(bytes: $0.bytes(0)) }) else {
            throw ReplicaError.damaged("a writer is missing")
        }
        numbers[id] = number
        ids[number] = id
        return id
    }

    /// The device that a writer's batches are signed by; noted so that votes can be told apart by person.
    func note(device: [UInt8], of writer: WriterID) throws {
        try db.cachedStatement(sql: "UPDATE writer SET device = ? WHERE id = ? AND device IS NULL")
            .execute(arguments: [device.blob, try number(of: writer)])
    }

    /// The person whom the membership log gives as the owner of the writer's device.
    func person(of writer: WriterID) throws -> PersonID? {
        if let person = people[writer] { return person }
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT device FROM writer WHERE id = ?"), arguments: [try number(of: writer)])
        let device = row?.bytes(0) ?? []
        let person = try membership().device(device).flatMap {
            try? MemberDetails(sealed: $0.sealed, secret: space.secret).person
        }
        people[writer] = .some(person)
        return person
    }

    func membership() throws -> MembershipLog {
        if let log { return log }
        let loaded = try MembershipLog.stored(db, space)
        log = loaded
        return loaded
    }

    // MARK: What is held

    func held() throws -> VersionVector {
        let writers = try db.cachedStatement(sql: "SELECT id, wid, last FROM writer WHERE space = ? AND last > 0")
        let gaps = try db.cachedStatement(sql: "SELECT first, last FROM writer_gap WHERE writer = ? ORDER BY first")
        let held = try writers.all([.integer(space.id)]) { columns in
            guard let id = WriterID(bytes: columns.bytes(1)) else { throw ReplicaError.damaged("the list of writers") }
            let gaps = try gaps.all([columns.value(0)]) { $0.number(0)...$0.number(1) }
            return (id, VersionVector.Held(last: columns.number(2), gaps: gaps))
        }
        guard let vector = VersionVector(writers: Dictionary(uniqueKeysWithValues: held)) else {
            throw ReplicaError.damaged("the version vector")
        }
        return vector
    }

    func store(_ vector: VersionVector, before: VersionVector) throws {
        for (writer, held) in vector.writers where before.writers[writer] != held {
            let number = try number(of: writer)
            try db.cachedStatement(sql: "UPDATE writer SET last = ? WHERE id = ?")
                .execute(arguments: [held.last, number])
            if !(before.writers[writer]?.gaps ?? []).isEmpty || !held.gaps.isEmpty {
                try db.execute(sql: "DELETE FROM writer_gap WHERE writer = ?", arguments: [number])
                for gap in held.gaps {
                    try db.execute(
                        sql: "INSERT INTO writer_gap (writer, first, last) VALUES (?, ?, ?)",
                        arguments: [number, gap.lowerBound, gap.upperBound])
                }
            }
        }
    }
}

extension MembershipLog {
    /// The log as stored: its entries were verified when they came.
    static func stored(_ db: Database, _ space: SpaceRecord) throws -> MembershipLog {
        let entries = try Row.fetchAll(
            db.cachedStatement(sql: "SELECT entry FROM member_entry WHERE space = ? ORDER BY position"),
            arguments: [space.id])
        return try MembershipLog(space: space.sid, trusting: entries.map { $0.bytes(0) })
    }
}
