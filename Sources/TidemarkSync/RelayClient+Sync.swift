package import TidemarkCore
package import TidemarkReplica
import TidemarkWire

/// What a whole sync of one space came to.
package struct SyncReport: Sendable, Codable {
    package var space: String
    package var received = 0
    package var pushed = 0
    package var parked = 0
    /// Changes issued anew because a copy of this library was in use.
    package var reissued = 0
    /// Changes of this device that others' have taken the place of while it was away for long (`SyncOutcome.rebased`).
    package var rebased = 0
    /// Bookmarks that another device has removed and that are newly held here.
    package var onHold = 0
    package var rounds = 0
    package var refusal: String?
}

extension RelayClient {
    /// Round trips of one sync: 4 MiB each way, so far more than a library holds. A relay that never finishes is left.
    private static let maximumRounds = 4096
    /// Rounds in which nothing came of it, before giving up.
    private static let maximumIdleRounds = 4

    /// Syncs every space of the replica, and notes for `status` how that ended.
    ///
    /// - Parameter progress: called before the first round trip of a space in which changes wait, and between two round trips.
    package func syncAll(progress: (SyncProgress) -> Void = { _ in }) async throws -> [SyncReport] {
        try await noting {
            var reports: [SyncReport] = []
            for space in try replica.spaces() { reports.append(try await sync(space.sid, progress: progress)) }
            return reports
        }
    }

    func noting<T>(_ body: () async throws -> T) async throws -> T {
        do {
            let result = try await body()
            try replica.note(nil)
            return result
        } catch {
            // Where not even this can be written, the error itself is what its reader needs.
            if let failure = SyncFailure(error, at: replica.environment.now()) { try? replica.note(failure) }
            throw error
        }
    }

    /// Pushes what the relay lacks and pulls what is missing here, until both are level.
    ///
    /// - Throws: `SyncError`, `ReplicaError`, `TransportError`. What was done before stays done.
    package func sync(
        _ space: SpaceID, progress: (SyncProgress) -> Void = { _ in }
    ) async throws -> SyncReport {
        var report = SyncReport(space: space.description)
        var idle = 0
        let start = try replica.backlog(space)
        if start.unsent > 0 {
            progress(SyncProgress(received: 0, pushed: 0, waited: start.unsent, backlog: start))
        }
        while report.rounds < Self.maximumRounds, idle < Self.maximumIdleRounds {
            let outcome = try await round(space)
            report.rounds += 1
            report.received += outcome.received
            report.pushed += outcome.pushed
            report.parked += outcome.parked
            report.onHold += outcome.onHold
            report.reissued += outcome.reissued
            report.rebased += outcome.rebased
            report.refusal = outcome.refusal
            if outcome.needsAnotherRound {
                progress(
                    SyncProgress(
                        received: report.received, pushed: report.pushed, waited: start.unsent,
                        backlog: try replica.backlog(space)))
            }
            if outcome.refusal != nil || !outcome.needsAnotherRound { return report }
            idle = outcome.read + outcome.pushed + outcome.reissued + outcome.rebased > 0 ? 0 : idle + 1
        }
        throw SyncError.protocolViolation("it asked for one more round \(report.rounds) times")
    }

    /// One request and its answer. The request's batches are stored before they leave; when the answer is lost, the same bytes
    /// go out again with the next round.
    package func round(_ space: SpaceID) async throws -> SyncOutcome {
        let plan = try replica.prepareSync(space)
        let call = RelayCall(
            .post, "/v1/spaces/\(space)/sync", content: .protobuf, body: try plan.request.serialized())
        let bytes: [UInt8]
        do {
            bytes = try await self.call(call, as: space)
        } catch SyncError.notFound {
            throw SyncError.notFound(
                "The relay does not carry this library (any more). Run `tidemark relay add` again: everything is here.")
        }
        let response: SyncResponse
        do {
            response = try SyncResponse(serialized: bytes)
        } catch WireError.unsupportedFormat(let format) {
            throw SyncError.newerFormat(format)
        } catch {
            throw SyncError.unreadable("\(error)")
        }
        return try replica.completeSync(space, plan, response)
    }
}
