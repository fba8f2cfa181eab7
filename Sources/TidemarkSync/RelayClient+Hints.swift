package import TidemarkCore
import TidemarkWire

/// News from a relay that a space's log has grown. Nothing depends on them but how soon a sync comes.
extension RelayClient {
    /// Hands over each hinted position, the present one first; returns when the relay ends the stream.
    package func hints(_ space: SpaceID, _ receive: (UInt64) async throws -> Void) async throws {
        var reader = HintReader()
        try await stream(RelayCall(.get, "/v1/spaces/\(space)/events"), as: space) { bytes in
            for position in try reader.take(bytes) { try await receive(position) }
        }
    }

    /// Waits until the position is another one than `known`.
    ///
    /// - Returns: the position; the known one where nothing happened for `seconds`.
    package func pollHint(_ space: SpaceID, after known: UInt64?, seconds: Int) async throws -> UInt64 {
        let after = known.map { "&after=\($0)" } ?? ""
        let body = try await call(
            RelayCall(.get, "/v1/spaces/\(space)/events?wait=\(seconds)\(after)"), as: space)
        guard let hinted = HintedPosition(json: body) else {
            throw SyncError.protocolViolation("its hint is none")
        }
        return hinted.position
    }
}
