import GRDB
import TidemarkCore
import TidemarkWire

/// Turns the journal into sealed batches, late: only when they are about to be sent.
enum Sealing {
    /// Ops of one batch before sealing; halved where that is too much for `Limits.sealedBatchBytes`.
    private static let batchOps = 16_384

    /// Seals everything in the journal. The batches are *in flight* from here on: stored, durable with the transaction, and
    /// sent again as they are until the relay says what became of them.
    ///
    /// Reads the journal twice, and holds no more of it than a few batches and what replaces something in it.
    static func sealAll(space: SpaceRecord, environment: Environment, _ db: Database) throws {
        let writer = space.writer
        guard let range = try Journal.range(space: space, db) else { return }
        let members = try UInt64.fetchOne(
            db.cachedStatement(sql: "SELECT count(*) FROM member_entry WHERE space = ?"), arguments: [space.id])
        var coalescing = Coalescing(keepingUpTo: try KeptHistory.last(space, db))
        try Journal.forEach(space: space, writer: writer, db) { coalescing.look(at: $0) }
        var waiting: [Op] = []
        var first = range.lowerBound
        var size = batchOps
        func sealNext(isEnd: Bool) throws {
            let part = Array(waiting.prefix(size))
            let last =
                isEnd && part.count == waiting.count ? range.upperBound : part.last?.dot.number ?? range.upperBound
            let body = BatchBody(
                space: space.sid, writer: writer, range: first...last, members: members ?? 0, operations: part)
            do {
                try store(try seal(body, space: space, environment: environment, db), space: space, db)
            } catch WireError.tooLarge where part.count > 1 {
                size = max(part.count / 2, 1)
                return
            }
            waiting.removeFirst(part.count)
            first = last + 1
        }
        try Journal.forEach(space: space, writer: writer, db) { op in
            if let op = coalescing.take(op) { waiting.append(op) }
            while waiting.count > size { try sealNext(isEnd: false) }
        }
        while first <= range.upperBound { try sealNext(isEnd: true) }
        if coalescing.droppedCount > 0 {
            // A copy of this library may have sealed these ops otherwise (`Fork`).
            try db.execute(
                sql:
                    "INSERT OR REPLACE INTO journal_sealed SELECT space, first, last, body FROM journal WHERE space = ?",
                arguments: [space.id])
        }
        try Journal.clear(space: space, db)
    }

    private static func seal(
        _ body: BatchBody, space: SpaceRecord, environment: Environment, _ db: Database
    ) throws -> SealedBatch {
        let previous = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT hash FROM batch JOIN writer ON writer.id = batch.writer
                    WHERE batch.space = ? AND wid = ? AND batch.last = ?
                    """), arguments: [space.id, body.writer.bytes.blob, body.range.lowerBound - 1]
        ).flatMap { Hash(bytes: $0.bytes(0)) }
        guard let key = space.epochKeys.last else { throw ReplicaError.keys("A space of this library has no key.") }
        return try SealedBatch.seal(
            body, previous: previous, incarnation: space.incarnation, device: try space.deviceKey(), key: key,
            salt: environment.random(BatchHeader.saltBytes))
    }

    private static func store(_ batch: SealedBatch, space: SpaceRecord, _ db: Database) throws {
        let writer = try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT id FROM writer WHERE space = ? AND wid = ?"),
            arguments: [space.id, batch.header.writer.bytes.blob])
        try db.execute(
            sql: "INSERT INTO batch (space, writer, first, last, hash, bytes, in_flight) VALUES (?, ?, ?, ?, ?, ?, 1)",
            arguments: [
                space.id, writer, batch.header.range.lowerBound, batch.header.range.upperBound, batch.hash.bytes.blob,
                batch.bytes.blob,
            ])
    }

    /// Puts batches that no relay holds back into the journal.
    ///
    /// - Parameter first: the first number that goes back.
    static func reopen(from first: UInt64, space: SpaceRecord, _ db: Database) throws {
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT batch.id, bytes FROM batch JOIN writer ON writer.id = batch.writer
                    WHERE batch.space = ? AND wid = ? AND batch.in_flight AND batch.first >= ? ORDER BY batch.first
                    """), arguments: [space.id, space.writer.bytes.blob, first])
        for row in rows {
            let body = try SealedBatch(bytes: row.bytes("bytes")).open(keys: space.epochKeys)
            try Journal.append(body.operations, range: body.range, space: space, writer: space.writer, db)
            try db.execute(sql: "DELETE FROM batch WHERE id = ?", arguments: [row["id"] as Int64])
        }
        try db.execute(
            sql: "DELETE FROM journal_sealed WHERE space = ? AND last >= ?", arguments: [space.id, first])
    }

    /// Puts batches that the relay refused for their time back into the journal, under stamps of the corrected clock.
    ///
    /// Each op is stamped anew above everything that is merged for its cell, and only ops that lie in the relay's future:
    /// imported dates stay. No relay holds them: a batch is looked for before its time is judged.
    static func restamp(
        from first: UInt64, relayTime: Int64, space: SpaceRecord, environment: Environment, _ db: Database
    ) throws {
        let writer = space.writer
        try reopen(from: first, space: space, db)
        var clock = try ClockStore.load(db)
        clock.offset = relayTime - environment.now()
        clock.rewind(to: Stamp(milliseconds: relayTime))
        guard let (range, ops) = try Journal.load(space: space, writer: writer, db) else {
            return try ClockStore.save(clock, db)
        }
        let merger = try SpaceMerger(db, space)
        let own = Set(ops.map(\.dot))
        var stamps: [Dot: Stamp] = [:]
        var actions: [UInt64: Stamp] = [:]
        var moveFloor = try merger.folders.tree().moves.filter { !own.contains($0.version.dot) }.map(\.version.stamp)
            .max()
        let limit = Stamp(milliseconds: relayTime)
        let again = try ops.map { op in
            guard op.stamp > limit else { return op }
            var stamp = actions[op.action] ?? clock.next(now: environment.now())
            actions[op.action] = stamp
            for version in try merger.entry(op.row, op.kind).versions(besides: own) where stamp <= version.stamp {
                stamp = version.stamp.next
            }
            for dot in op.seen {
                if let earlier = stamps[dot], stamp <= earlier { stamp = earlier.next }
            }
            if case .move = op.change {
                if let floor = moveFloor, stamp <= floor { stamp = floor.next }
                moveFloor = stamp
            }
            stamps[op.dot] = stamp
            var copy = op
            copy.stamp = stamp
            return copy
        }
        try merger.restamp(stamps, rows: Dictionary(ops.map { ($0.row, $0.kind) }) { a, _ in a })
        try merger.flush()
        try Journal.clear(space: space, db)
        try Journal.append(again, range: range, space: space, writer: writer, db)
        try ClockStore.save(clock, db)
    }
}

extension MergeEntry {
    /// Versions of the row's values other than those given.
    fileprivate func versions(besides own: Set<Dot>) -> [Version] {
        state.cells.flatMap(\.candidates).map(\.version).filter { !own.contains($0.dot) }
    }
}
