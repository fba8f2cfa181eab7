package import TidemarkCore
package import TidemarkWire

extension RelayService {
    /// Keeps opaque bytes for ten minutes.
    ///
    /// - Parameter id: the hash of a secret that the two sides of a pairing share.
    package func putMailbox(
        _ id: Hash, body: [UInt8], space: SpaceID, by caller: RelayCaller, now: Int64
    ) async throws {
        guard !body.isEmpty, body.count <= RelayLimits.mailboxBytes else {
            throw RelayProblem(.tooLarge, "A mailbox holds 1 to \(RelayLimits.mailboxBytes) bytes, not \(body.count).")
        }
        try await using(space) { store in
            try await store.check(caller)
            guard case .device = caller else { throw RelayProblem(.forbidden, "A ticket may not fill mailboxes.") }
            try await self.store.putMailbox(id, body: body, space: space, now: now)
        }
    }

    package func mailbox(_ id: Hash, now: Int64) async throws -> [UInt8] {
        do {
            guard let body = try await store.mailbox(id, now: now) else {
                throw RelayProblem(
                    .notFound, "The mailbox is empty, or its ten minutes are over. Begin the pairing again.")
            }
            return body
        } catch {
            throw RelayProblem(storage: error)
        }
    }
}
