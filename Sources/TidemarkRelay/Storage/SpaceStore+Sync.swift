import Foundation
import GRDB
import TidemarkCore
import TidemarkWire

extension SpaceStore {
    /// One round trip: appends entries and batches in one transaction, then reads a snapshot that holds them. Reading waits
    /// for no writer, and no writer for reading.
    ///
    /// Returns when what was stored is durable.
    func sync(
        _ request: SyncRequest, by caller: RelayCaller, settings: RelaySettings, now: Int64
    ) async throws -> SyncAnswer {
        guard case .device(let device) = caller else {
            throw RelayProblem(
                .forbidden, "A ticket may only enrol a device. Enrol, then open a session as the device.")
        }
        var results: [PushResult] = []
        var pushed: Set<Hash> = []
        if !request.batches.isEmpty || !request.entries.isEmpty {
            // Hashing and signatures outside the transaction: it holds the space's only write lock.
            let pushes = request.batches.map(Push.init)
            pushed = Set(pushes.compactMap(\.hash))
            let bytes = (request.batches + request.entries).map(\.count).reduce(0, +)
            results = try await queue.commit(bytes: bytes) { state, db in
                try check(caller, db)
                try refill(request.entries, by: device, db)
                return try pushes.map { try take($0, state: &state, settings: settings, now: now, db) }
            }
        }
        return try await pool.read { [results, pushed] db in
            try check(caller, db)
            return try answer(request, results: results, pushed: pushed, state: SpaceState(db), now: now, db)
        }
    }

    /// A pushed batch, read and with its signature checked. (Bytes that were stored have passed both, so nothing that is
    /// stored is refused here.)
    private enum Push: Sendable {
        case good(SealedBatch)
        case refused(reason: String)

        init(_ bytes: [UInt8]) {
            do {
                let batch = try SealedBatch(bytes: bytes)
                try batch.verifySignature()
                self = .good(batch)
            } catch {
                self = .refused(reason: "\(error)")
            }
        }

        var hash: Hash? {
            switch self {
            case .good(let batch): batch.hash
            case .refused: nil
            }
        }
    }

    /// Entries that this relay lost. Taken from devices that may push only, for expiry cannot be checked any more; those
    /// that do not fit are left, since the answer carries the log as it is.
    private func refill(_ entries: [[UInt8]], by device: [UInt8], _ db: Database) throws {
        guard !entries.isEmpty, try mayPush(device, db) == true else { return }
        var log = try membershipLog(db)
        for bytes in entries {
            do {
                _ = try append(bytes, now: nil, to: &log, db)
            } catch is RelayProblem {
                return
            }
        }
    }

    /// The order of the checks is part of the protocol (relay.md): what is stored already is acknowledged before anything
    /// else is asked of it.
    private func take(
        _ push: Push, state: inout SpaceState, settings: RelaySettings, now: Int64, _ db: Database
    ) throws -> PushResult {
        let batch: SealedBatch
        switch push {
        case .refused(let reason): return .invalid(reason: reason)
        case .good(let good): batch = good
        }
        let header = batch.header
        if try isStored(batch, db) { return .already }
        guard header.space == space else { return .invalid(reason: "the batch is of another space") }
        guard try mayPush(header.device, db) == true else {
            return .invalid(reason: "the batch is signed by no member of the space who may push")
        }
        let writer = Data(header.writer.bytes)
        let newest = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT last, hash FROM writer WHERE writer = ?"), arguments: [writer])
        let last = UInt64(newest?["last"] as Int64? ?? 0)
        if header.range.lowerBound <= last {
            let stored = try Data.fetchOne(
                db, sql: "SELECT hash FROM batch WHERE writer = ? AND first <= ? ORDER BY first DESC LIMIT 1",
                arguments: [writer, Int64(header.range.lowerBound)])
            guard let hash = stored.flatMap({ Hash(bytes: $0) }) else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a writer without batches")
            }
            return .conflict(stored: hash)
        }
        guard header.range.lowerBound == last + 1,
            header.previous?.bytes == (newest?["hash"] as Data?).map({ [UInt8]($0) })
        else { return .gap }
        let slack = Limits.clockAheadMilliseconds
        guard now >= state.newestReceipt - slack else { return .clockBehind }
        // Stated in whole minutes, rounded up: the stamp itself may be up to a minute older.
        guard Int64(header.newestMinute) * 60_000 - 60_000 <= now + slack else { return .ahead }
        guard state.bytes + Int64(batch.bytes.count) <= settings.spaceBytes else { return .quota }
        if newest == nil {
            let writers = try Int.fetchOne(db, sql: "SELECT count(*) FROM writer") ?? 0
            guard writers < Limits.writers else { return .quota }
        }
        try store(batch, state: &state, now: now, db)
        return .stored
    }

    private func isStored(_ batch: SealedBatch, _ db: Database) throws -> Bool {
        try Data.fetchOne(
            db.cachedStatement(sql: "SELECT hash FROM batch WHERE writer = ? AND first = ?"),
            arguments: [Data(batch.header.writer.bytes), Int64(batch.header.range.lowerBound)]
        ).map { [UInt8]($0) == batch.hash.bytes } ?? false
    }

    private func store(_ batch: SealedBatch, state: inout SpaceState, now: Int64, _ db: Database) throws {
        state.position += 1
        state.running = SyncCursor.running(state.running, adding: batch.hash)
        state.bytes += Int64(batch.bytes.count)
        state.newestReceipt = max(state.newestReceipt, now)
        let writer = Data(batch.header.writer.bytes)
        let hash = Data(batch.hash.bytes)
        let last = Int64(batch.header.range.upperBound)
        try db.cachedStatement(
            sql: """
                INSERT INTO batch (position, writer, first, last, hash, running, received, bytes)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            Int64(state.position), writer, Int64(batch.header.range.lowerBound), last, hash, Data(state.running.bytes),
            now,
            Data(batch.bytes),
        ])
        try db.cachedStatement(
            sql: """
                INSERT INTO writer (writer, last, hash) VALUES (?, ?, ?)
                ON CONFLICT (writer) DO UPDATE SET last = excluded.last, hash = excluded.hash
                """
        ).execute(arguments: [writer, last, hash])
    }

    /// - Parameter pushed: batches of this request; the client has them.
    private func answer(
        _ request: SyncRequest, results: [PushResult], pushed: Set<Hash>, state: SpaceState, now: Int64, _ db: Database
    ) throws -> SyncAnswer {
        let members = try entries(from: request.members, db)
        var response = SyncResponse(
            relayTime: now, results: results, more: members.more, members: members.entries,
            vector: try vectors.vector(at: state) { try vector(db) })
        if let cursor = request.cursor, try !isCurrent(cursor, state: state, db) {
            response.cursorRefused = true
        } else {
            let page = try page(after: request.cursor, vector: request.vector, pushed: pushed, state: state, db)
            response.log = page.log
            response.cursor = page.cursor
            if page.cursor.position < state.position { response.more = true }
        }
        return SyncAnswer(response: response, spaceBytes: state.bytes, position: state.position)
    }
}
