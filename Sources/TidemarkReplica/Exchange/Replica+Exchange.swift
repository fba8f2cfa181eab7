import GRDB
package import TidemarkCore
package import TidemarkWire

/// The replica's side of a sync: what to send, and what to make of the answer. Both are one transaction each.
extension Replica {
    /// Bytes of batches that one request carries: a few seconds on a slow line, so that progress is kept often.
    private static let pushBytes = 4 << 20

    /// Seals the journal and puts together the next request for a space.
    package func prepareSync(_ sid: SpaceID) throws -> SyncPlan {
        try write { db in
            let space = try SpaceRecord.with(sid, db)
            let relay = try RelayState.load(space, db)
            let readsOnly = try Absence.isEnding(space, relay, now: self.environment.now(), db)
            if !readsOnly {
                try Acknowledgements.write(
                    space, lastSync: relay?.lastSync, environment: self.environment, db)
                try Sealing.sealAll(space: space, environment: self.environment, db)
            }
            let members = try UInt64.fetchOne(
                db.cachedStatement(sql: "SELECT count(*) FROM member_entry WHERE space = ?"), arguments: [space.id])
            let batches = readsOnly ? [] : try self.batchesToPush(space, relay: relay, db)
            var request = SyncRequest(batches: batches.map(\.bytes), members: members ?? 0)
            request.cursor = relay?.cursor
            // Without a cursor the log is read from its start: leave out what is here.
            if relay?.cursor == nil {
                request.vector = try Fork.claim(space, db)
                // Whoever brought the space to this relay may have known fewer members.
                request.entries = try MembershipLog.stored(db, space).entries
            }
            return SyncPlan(request: request, pushed: batches.map(\.batch), relay: relay?.url)
        }
    }

    /// What the relay lacks, in the order in which it was stored here: own batches, and others' where a relay has lost them.
    private func batchesToPush(
        _ space: SpaceRecord, relay: RelayState?, _ db: Database
    ) throws -> [(batch: SyncPlan.PushedBatch, bytes: [UInt8])] {
        let own = try WriterTable(db, space).number(of: space.writer)
        let isForked = try Fork.isPending(space, db)
        var missing: [String] = isForked ? [] : ["in_flight"]
        var arguments: StatementArguments = [space.id]
        if let vector = relay?.vector {
            let lasts = try Row.fetchAll(
                db.cachedStatement(
                    sql: """
                        SELECT writer.id, wid, max(batch.last) AS last FROM batch JOIN writer ON writer.id = batch.writer
                        WHERE batch.space = ? GROUP BY writer.id
                        """), arguments: [space.id])
            for row in lasts {
                guard let writer = WriterID(bytes: row.bytes("wid")), !isForked || writer != space.writer else {
                    continue
                }
                let held = vector.last(writer)
                if held < row["last"] as UInt64 {
                    missing.append("(writer = ? AND last > ?)")
                    arguments += [row["id"] as Int64, held]
                }
            }
        }
        if missing.isEmpty { return [] }
        let cursor = try Row.fetchCursor(
            db.cachedStatement(
                sql: """
                    SELECT id, writer, first, last, hash, bytes FROM batch
                    WHERE space = ? AND (\(missing.joined(separator: " OR "))) ORDER BY id
                    """), arguments: arguments)
        var result: [(SyncPlan.PushedBatch, [UInt8])] = []
        var size = 0
        while let row = try cursor.next() {
            let bytes = row.bytes("bytes")
            if size + bytes.count > Self.pushBytes, !result.isEmpty { break }
            size += bytes.count
            result.append(
                (
                    .init(
                        id: row["id"], hash: row.bytes("hash"), first: row["first"], last: row["last"],
                        isOwn: row["writer"] == own),
                    bytes
                ))
        }
        return result
    }

    /// Takes a relay's answer: members, fates of what was pushed, the log, and the cursor behind it, all or nothing.
    ///
    /// Where the relay holds batches of this writer that were never sent from here, both histories are kept (`Fork`).
    ///
    /// - Throws: `WireError` for an answer that contradicts itself. Nothing has changed then.
    package func completeSync(_ sid: SpaceID, _ plan: SyncPlan, _ response: SyncResponse) throws -> SyncOutcome {
        try write { db in
            let space = try SpaceRecord.with(sid, db)
            var outcome = SyncOutcome()
            guard var relay = try RelayState.load(space, db) else {
                throw ReplicaError.notFound("This space has no relay: add one with `tidemark relay add URL`.")
            }
            guard relay.url == plan.relay else {
                // Another process has gone over to another relay meanwhile: nothing of this is about that one.
                outcome.needsAnotherRound = true
                return outcome
            }
            try self.take(members: response.members, after: plan.request.members, space, db)
            outcome.read = response.members.count + response.log.count
            let conflicts = try self.take(results: response.results, of: plan, response.relayTime, space, &outcome, db)
            relay.vector = response.vector
            relay.lastSync = self.environment.now()
            if response.cursorRefused {
                relay.cursor = nil
                outcome.needsAnotherRound = true
            } else {
                try self.take(log: response, from: plan.request.cursor, space, &outcome, db)
                if !response.more { try RemovalWatch.noteLevel(space, db) }
                relay.cursor = response.cursor
                if response.more {
                    outcome.needsAnotherRound = true
                } else if try Fork.isPending(space, db) {
                    outcome.reissued = try Fork.resolve(space, environment: self.environment, db)
                    outcome.needsAnotherRound = true
                } else if let shadows = try Absence.end(
                    space, relay: response.vector, environment: self.environment, db)
                {
                    outcome.rebased = shadows
                    outcome.needsAnotherRound = true
                } else if conflicts {
                    throw WireError.malformed("the relay speaks of other changes of this device and does not show them")
                }
            }
            try ShadowHorizon.advance(now: self.environment.now(), db)
            relay.problem = outcome.refusal
            try relay.save(space, db)
            if outcome.refusal == nil, !outcome.needsAnotherRound {
                outcome.needsAnotherRound = try !self.batchesToPush(space, relay: relay, db).isEmpty
            }
            if !outcome.needsAnotherRound { try DigestReader(SpaceMerger(db, space)).advance() }
            return outcome
        }
    }

    /// - Parameter start: entries that were here when they were asked for; another process may have taken some since.
    private func take(
        members: [[UInt8]], after start: UInt64, _ space: SpaceRecord, _ db: Database
    ) throws {
        guard !members.isEmpty else { return }
        var log = try MembershipLog.stored(db, space)
        for entry in members.dropFirst(Int(log.count - min(start, log.count))) {
            try log.append(entry)
            try db.execute(
                sql: "INSERT INTO member_entry (space, position, entry) VALUES (?, ?, ?)",
                arguments: [space.id, log.count - 1, entry.blob])
        }
    }

    /// - Parameter start: nil where the log is read from its start.
    private func take(
        log response: SyncResponse, from start: SyncCursor?, _ space: SpaceRecord, _ outcome: inout SyncOutcome,
        _ db: Database
    ) throws {
        var cursor = start ?? response.cursor.map { SyncCursor(epoch: $0.epoch, position: 0, running: .zero) }
        if outcome.read > 0 {
            let inbox = try Inbox(db, space, watchingAt: environment.now())
            if !response.members.isEmpty { try inbox.retryParked() }
            for entry in inbox.opened(response.log) {
                let hash = try inbox.take(entry)
                if let at = cursor {
                    cursor = SyncCursor(
                        epoch: at.epoch, position: at.position + 1,
                        running: SyncCursor.running(at.running, adding: hash))
                }
            }
            try inbox.finish()
            try inbox.noteNews()
            outcome.received = inbox.merged
            outcome.parked = inbox.parked
            outcome.onHold = inbox.held
        }
        guard cursor == response.cursor else {
            throw WireError.malformed("the relay's log does not add up to the place that it states")
        }
    }

    /// - Returns: whether the relay holds other batches under numbers of this replica's writer.
    private func take(
        results: [PushResult], of plan: SyncPlan, _ relayTime: Int64, _ space: SpaceRecord,
        _ outcome: inout SyncOutcome,
        _ db: Database
    ) throws -> Bool {
        var conflicts = false
        guard results.count == plan.pushed.count else {
            throw WireError.malformed("the relay answered \(results.count) of \(plan.pushed.count) batches")
        }
        for (batch, result) in zip(plan.pushed, results) {
            let isCurrent = try Bool.fetchOne(
                db.cachedStatement(sql: "SELECT 1 FROM batch WHERE id = ? AND hash = ?"),
                arguments: [batch.id, batch.hash.blob])
            if isCurrent == nil {
                outcome.needsAnotherRound = true
                return conflicts
            }
            switch result {
            case .stored, .already:
                try db.cachedStatement(sql: "UPDATE batch SET in_flight = 0 WHERE id = ?")
                    .execute(arguments: [batch.id])
                if batch.isOwn {
                    try db.cachedStatement(sql: "DELETE FROM journal_sealed WHERE space = ? AND last <= ?")
                        .execute(arguments: [space.id, batch.last])
                }
                outcome.pushed += 1
            case .ahead where try batch.isOwn && !self.isInFlight(batch, db):
                // It was acknowledged before, so others may have it under its stamps. The relay lost it, and the time.
                outcome.refusal =
                    "The relay's clock is behind the time of changes that it had stored: its host needs to set it."
            case .ahead where batch.isOwn:
                try Sealing.restamp(
                    from: batch.first, relayTime: relayTime, space: space, environment: environment, db)
                outcome.needsAnotherRound = true
                return conflicts
            case .conflict where batch.isOwn:
                conflicts = true
                outcome.needsAnotherRound = true
            case .conflict:
                outcome.refusal = "The relay holds a batch of another device that differs from the one here."
            case .gap: outcome.needsAnotherRound = true
            case .ahead: outcome.refusal = "The relay's clock is behind that of another device."
            case .clockBehind:
                outcome.refusal =
                    "The relay's clock is behind its own records: it takes no changes until its host sets it."
            case .invalid(let reason): outcome.refusal = "The relay refused a batch: \(reason)"
            case .unknown: outcome.refusal = "The relay gave an answer of a later version: update Tidemark."
            case .quota: outcome.refusal = "The space is full on the relay: its host can raise the quota."
            }
            if outcome.refusal != nil { return conflicts }
        }
        return conflicts
    }
}

extension Replica {
    private func isInFlight(_ batch: SyncPlan.PushedBatch, _ db: Database) throws -> Bool {
        try Bool.fetchOne(db, sql: "SELECT in_flight FROM batch WHERE id = ?", arguments: [batch.id]) == true
    }
}
