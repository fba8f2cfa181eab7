package import TidemarkCore

extension RelayService {
    /// Positions of a space's log: the present one first, then each that is news. A hint only: who misses one loses nothing.
    ///
    /// The stream ends with the service's `endHints`.
    package func hints(space: SpaceID, by caller: RelayCaller) async throws -> (now: UInt64, later: AsyncStream<UInt64>)
    {
        guard case .device(let device) = caller else {
            throw RelayProblem(
                .forbidden, "A ticket may only enrol a device. Enrol, then open a session as the device.")
        }
        // Before the position is read: what is stored in between is then told.
        guard let later = spaceHints.subscribe(space, device: device) else {
            throw RelayProblem(
                .tooManyStreams, "As many devices listen as this relay can serve. Sync now and then instead.",
                retryAfter: 60)
        }
        let now = try await using(space) { store in
            try await store.check(caller)
            return try store.state().position
        }
        return (now, later)
    }

    /// Streams of hints that are open.
    package var subscribers: Int { spaceHints.count }

    /// Ends the streams of hints, so that a shutdown need not wait for them.
    package func endHints() { spaceHints.close() }
}
