package import TidemarkCore
package import TidemarkWire

/// The relay without its sockets: every operation takes the time as an argument and draws randomness from the function
/// that it was given, so that a simulation can drive it. Times are milliseconds since 1970.
///
/// Operations throw `RelayProblem` and, when they do, have changed nothing. What they store is durable on return.
package final class RelayService: Sendable {
    package let settings: RelaySettings
    package let directory: DataDirectory
    package let store: RelayStore
    let random: @Sendable (Int) -> [UInt8]
    let secret: AccessSecret
    let spaces: SpaceStores
    let spaceHints = SpaceHints()

    /// Opens the stores and completes a first start.
    ///
    /// - Parameter random: gives as many random bytes as it is asked for, from a cryptographic generator.
    package init(
        directory: DataDirectory, settings: RelaySettings, random: @escaping @Sendable (Int) -> [UInt8]
    ) throws {
        self.settings = settings
        self.directory = directory
        self.random = random
        store = try RelayStore(directory: directory, settings: settings, random: random)
        secret = try store.secret()
        spaces = SpaceStores(directory: directory, settings: settings)
        if directory.isFirstStart { try directory.markInitialised() }
    }

    /// Pushes and pulls in one round trip; the semantics are those of `tidemark.proto` and `relay.md`.
    package func sync(
        space: SpaceID, by caller: RelayCaller, request: SyncRequest, now: Int64
    ) async throws -> SyncResponse {
        try await syncAnswer(space: space, by: caller, request: request, now: now).response
    }

    /// As `sync`, with what the space takes.
    package func syncAnswer(
        space: SpaceID, by caller: RelayCaller, request: SyncRequest, now: Int64
    ) async throws -> SyncAnswer {
        let answer = try await using(space) { store in
            try await store.sync(request, by: caller, settings: self.settings, now: now)
        }
        if answer.response.results.contains(.stored) { spaceHints.publish(answer.position, of: space) }
        return answer
    }

    /// Whether the relay can serve: its data directory takes writes.
    package func probe(now: Int64) async throws {
        do {
            try await store.probe(now: now)
        } catch {
            throw RelayProblem(storage: error)
        }
    }

    /// Space files open at the moment.
    package var openSpaces: Int { spaces.openCount }

    /// Lets go of the space files; requests under way finish.
    package func close() { spaces.closeAll() }

    /// Opens the space's store for `body` and turns failures of the storage into problems.
    func using<R: Sendable>(
        _ space: SpaceID, _ body: (SpaceStore) async throws -> R
    ) async throws -> R {
        do {
            guard let store = try spaces.existing(space) else { throw RelayProblem.unknownSpace() }
            return try await body(store)
        } catch let error as CancellationError {
            throw error
        } catch {
            throw RelayProblem(storage: error)
        }
    }
}
