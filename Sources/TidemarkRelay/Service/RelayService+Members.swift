package import TidemarkCore
package import TidemarkWire

extension RelayService {
    /// Membership entries from number `start` on: a response that carries nothing else.
    package func members(
        space: SpaceID, by caller: RelayCaller, from start: UInt64, now: Int64
    ) async throws -> SyncResponse {
        let page = try await using(space) { store in try await store.entries(from: start, by: caller) }
        return SyncResponse(relayTime: now, more: page.more, members: page.entries)
    }

    /// Appends one entry where it continues the log. Sending the same bytes again is harmless.
    ///
    /// - Returns: entries in the log.
    package func appendMember(
        _ bytes: [UInt8], space: SpaceID, by caller: RelayCaller, now: Int64
    ) async throws -> UInt64 {
        try await using(space) { store in try await store.append(bytes, by: caller, now: now) }
    }
}
