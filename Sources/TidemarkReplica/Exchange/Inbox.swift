import GRDB
import TidemarkCore
import TidemarkLibrary
import TidemarkWire

/// Takes what a relay's log holds into one space. Lives for one transaction.
final class Inbox {
    private let db: Database
    private let space: SpaceRecord
    private let merger: SpaceMerger
    private let members: MembershipLog
    /// What came in snapshots, batches or not.
    private let joined: VersionVector
    /// Batches of fewer ops leave their rows in memory: the next one often touches them again.
    private static let smallBatch = 1000

    /// Nil where nothing is held back.
    private let watch: RemovalWatch?
    private(set) var merged = 0
    /// Items that were removed and are held.
    private(set) var held = 0
    private(set) var parked = 0
    private var hasNews = false
    private var hasAcknowledgements = false

    /// - Parameter now: milliseconds since 1970, where mass deletions are to be held back.
    init(_ db: Database, _ space: SpaceRecord, watchingAt now: Int64? = nil) throws {
        self.db = db
        self.space = space
        let merger = try SpaceMerger(db, space)
        self.merger = merger
        watch = try now.flatMap { try RemovalWatch(merger, now: $0) }
        members = try merger.writers.membership()
        joined = try StoredSnapshots.covered(space, db)
    }

    /// Entries, with their batches opened.
    func opened(_ log: [LogEntry]) -> PreparedAhead<LogEntry, ReceivedEntry> {
        PreparedAhead(log) { [keys = space.epochKeys] in ReceivedEntry($0, keys: keys) }
    }

    /// - Returns: the batch's hash, by which the cursor advances.
    func take(_ entry: ReceivedEntry) throws -> Hash {
        switch entry {
        case .batch(let batch): return try take(batch)
        case .held(let hash):
            let isHere = try Bool.fetchOne(
                db.cachedStatement(sql: "SELECT 1 FROM batch WHERE space = ? AND hash = ?"),
                arguments: [space.id, hash.bytes.blob])
            // What came in a snapshot may never have been here as a batch.
            guard isHere != nil || !joined.isEmpty else {
                throw WireError.malformed("the relay left out a batch that is not here")
            }
            return hash
        }
    }

    private func take(_ received: ReceivedBatch) throws -> Hash {
        let hash = Hash(of: received.bytes)
        let isHere = try Bool.fetchOne(
            db.cachedStatement(sql: "SELECT 1 FROM batch WHERE space = ? AND hash = ?"),
            arguments: [space.id, hash.bytes.blob])
        if isHere != nil {
            // Where the answer to its pushing was lost, this one says what became of it.
            try db.cachedStatement(sql: "UPDATE batch SET in_flight = 0 WHERE space = ? AND hash = ? AND in_flight")
                .execute(arguments: [space.id, hash.bytes.blob])
            return hash
        }
        let batch: SealedBatch
        do {
            batch = try received.sealed.get()
        } catch {
            // Not even its writer can be read: nothing to keep it under. The relay checks this much, so it is the relay's fault.
            throw WireError.malformed("the relay sent a batch that is none (\(error))")
        }
        guard batch.header.space == space.sid else {
            throw WireError.malformed("the relay sent a batch of another space")
        }
        let header = batch.header
        let number = try merger.writers.number(of: header.writer)
        if header.writer == space.writer {
            try Fork.setAside(batch, space: space, writer: number, db)
            return hash
        }
        let isJoined = joined.covers(header.range, of: header.writer)
        if !isJoined, merger.vector.covers(header.range, of: header.writer) {
            throw WireError.malformed("the relay sent a second batch for the same changes")
        }
        var reason: String?
        do {
            try apply(received)
        } catch let error as WireError {
            reason = error.description
            parked += 1
        }
        try db.cachedStatement(
            sql: "INSERT INTO batch (space, writer, first, last, hash, bytes, parked) VALUES (?, ?, ?, ?, ?, ?, ?)"
        ).execute(arguments: [
            space.id, number, header.range.lowerBound, header.range.upperBound, hash.bytes.blob, received.bytes.blob,
            reason,
        ])
        return hash
    }

    /// Tries batches again that could not be read when they came: where the version, the keys or the list of members are others
    /// since. Cheap where there are none.
    func retryParked() throws {
        let own = try merger.writers.number(of: space.writer)
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: "SELECT id, bytes FROM batch WHERE space = ? AND parked IS NOT NULL AND writer <> ? ORDER BY id"),
            arguments: [space.id, own])
        for row in rows {
            do {
                let batch = ReceivedBatch(row.bytes("bytes"), keys: space.epochKeys)
                let header = try batch.sealed.get().header
                guard !merger.vector.covers(header.range, of: header.writer) else { continue }
                try apply(batch)
            } catch is WireError {
                continue  // still not readable here; it stays listed
            }
            try db.execute(sql: "UPDATE batch SET parked = NULL WHERE id = ?", arguments: [row["id"] as Int64])
        }
        try finish()
    }

    /// - Throws: `WireError` for a batch that is to be parked; nothing of it is merged then.
    func apply(_ batch: ReceivedBatch) throws {
        let header = try batch.sealed.get().header
        if joined.covers(header.range, of: header.writer) { return }
        guard let member = members.device(header.device), member.mayPush else {
            throw WireError.malformed("it was signed by a device that is no member")
        }
        if let previous = header.previous {
            let held = try Row.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT hash FROM batch JOIN writer ON writer.id = batch.writer
                        WHERE batch.space = ?1 AND wid = ?2 AND batch.last = ?3
                        UNION ALL SELECT head FROM writer WHERE space = ?1 AND wid = ?2 AND head_last = ?3
                        """), arguments: [space.id, header.writer.bytes.blob, header.range.lowerBound - 1])
            if let held, held.bytes(0) != previous.bytes {
                throw WireError.malformed("it does not follow the one before it")
            }
        }
        let body = try batch.body.get()
        guard space.schema == .current || body.operations.allSatisfy({ space.schema.understands($0.change) }) else {
            throw WireError.unsupportedFormat(UInt32(SchemaVersion.current.rawValue))
        }
        try merger.writers.note(device: header.device, of: header.writer)
        merger.vector.insert(header.range, of: header.writer)
        try merger.apply(body.operations)
        merged += body.operations.count
        for operation in body.operations {
            if operation.kind == Kind.acknowledgement.id { hasAcknowledgements = true } else { hasNews = true }
        }
        try merger.flush(movesMayWait: true)
        held += try watch?.judge(header, body.operations) ?? 0
        if body.operations.count > Self.smallBatch { merger.evict() }
    }

    /// Must be called in the end: folders may not be where they are to be before.
    func finish() throws {
        try merger.flush()
        if hasAcknowledgements { try Horizon.advance(space, db) }
    }

    /// Notes that something is to be acknowledged.
    func noteNews() throws {
        if hasNews { try Acknowledgements.noteNews(space, db) }
    }
}
