package import TidemarkCore
package import TidemarkWire

/// A relay as the protocol describes it, in memory: one space, one log.
package struct RelayModel {
    package private(set) var log: [SealedBatch] = []
    package private(set) var members: MembershipLog
    private var epoch: [UInt8]
    private var running: [Hash] = [.zero]
    /// When the newest batch came, by the relay's clock.
    private var newestReceipt: Int64 = 0

    /// Entries that one answer holds.
    private let page: UInt64

    /// - Parameter page: few, so that paging is exercised.
    package init(members: MembershipLog, epoch: UInt8 = 1, page: UInt64 = 3) {
        self.page = page
        self.members = members
        self.epoch = [UInt8](repeating: epoch, count: SyncCursor.epochBytes)
    }

    /// Everything that the relay has ever been sent.
    package var bytes: [[UInt8]] { log.map(\.bytes) + members.entries }

    package var vector: VersionVector {
        var vector = VersionVector()
        for batch in log { vector.insert(batch.header.range, of: batch.header.writer) }
        return vector
    }

    package mutating func append(member entry: [UInt8]) throws { try members.append(entry) }

    package mutating func handle(_ bytes: [UInt8], now: Int64) throws -> [UInt8] {
        let request = try SyncRequest(serialized: bytes)
        // What it has lost of the membership log. What does not fit is left.
        for entry in request.entries.dropFirst(members.entries.count) {
            guard (try? members.append(entry)) != nil else { break }
        }
        let results = request.batches.map { push($0, now: now) }
        var response = SyncResponse(
            relayTime: now, results: results, members: Array(members.entries.dropFirst(Int(request.members))),
            vector: vector)
        let position = request.cursor?.position ?? 0
        if let cursor = request.cursor,
            cursor.epoch != epoch || position > log.count || running[Int(position)] != cursor.running
        {
            response.cursorRefused = true
            return try response.serialized()
        }
        let pushed = Set(request.batches.map { Hash(of: $0) })
        let end = min(UInt64(log.count), position + page)
        for batch in log[Int(position)..<Int(end)] {
            let covered = request.vector?.covers(batch.header.range, of: batch.header.writer) ?? false
            response.log.append(pushed.contains(batch.hash) || covered ? .held(batch.hash) : .batch(batch.bytes))
        }
        response.cursor = SyncCursor(epoch: epoch, position: end, running: running[Int(end)])
        response.more = end < log.count
        return try response.serialized()
    }

    private mutating func push(_ bytes: [UInt8], now: Int64) -> PushResult {
        guard let batch = try? SealedBatch(bytes: bytes), (try? batch.verifySignature()) != nil,
            members.device(batch.header.device)?.mayPush == true
        else { return .invalid(reason: "not a member's batch") }
        let own = log.filter { $0.header.writer == batch.header.writer }
        if let there = own.first(where: { $0.header.range.lowerBound == batch.header.range.lowerBound }) {
            return there.hash == batch.hash ? .already : .conflict(stored: there.hash)
        }
        guard batch.header.range.lowerBound == (own.last?.header.range.upperBound ?? 0) + 1,
            batch.header.previous == own.last?.hash
        else { return .gap }
        guard now >= newestReceipt - Limits.clockAheadMilliseconds else { return .clockBehind }
        let newest = Int64(batch.header.newestMinute) * 60_000 - 60_000
        guard newest <= now + Limits.clockAheadMilliseconds else { return .ahead }
        log.append(batch)
        newestReceipt = max(newestReceipt, now)
        running.append(SyncCursor.running(running[running.count - 1], adding: batch.hash))
        return .stored
    }
}
