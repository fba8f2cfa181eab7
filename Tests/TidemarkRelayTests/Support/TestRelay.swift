import Foundation
import TidemarkCore
import TidemarkRelay
import TidemarkWire

/// A relay in a directory of its own, without sockets, at a time that the test sets.
final class TestRelay {
    let url: URL
    var settings: RelaySettings
    private(set) var service: RelayService
    private let random: SeededBytes
    /// Milliseconds since 1970: some time in 2026.
    var now: Int64 = 1_790_000_000_000

    init(seed: UInt64 = 1, settings change: (inout RelaySettings) -> Void = { _ in }) throws {
        url = FileManager.default.temporaryDirectory.appending(path: "tidemark-relay-tests/\(UUID())")
        var settings = RelaySettings()
        settings.registration = .open
        settings.syncsToDisk = false
        change(&settings)
        self.settings = settings
        let random = SeededBytes(seed: seed)
        self.random = random
        service = try RelayService(directory: DataDirectory(at: url), settings: settings, random: { random.next($0) })
    }

    deinit {
        // A leftover in the temporary directory hurts nobody.
        try? FileManager.default.removeItem(at: url)
    }

    /// Opens the same directory anew, as after a restart.
    func restart() throws {
        service.close()
        service = try RelayService(
            directory: DataDirectory(at: url, requireExisting: true), settings: settings,
            random: { [random] in random.next($0) })
    }

    func register(_ space: TestSpace) async throws {
        _ = try await service.register(invite: nil, logs: [space.log.entries], now: now)
    }

    func sync(_ space: TestSpace, by key: TestKey? = nil, _ request: SyncRequest) async throws -> SyncResponse {
        try await service.sync(space: space.id, by: .device((key ?? space.owner).bytes), request: request, now: now)
    }

    func push(_ space: TestSpace, by key: TestKey? = nil, _ batches: TestBatch...) async throws -> [PushResult] {
        try await sync(space, by: key, SyncRequest(batches: batches.map(\.bytes))).results
    }

    func kind(_ body: () async throws -> some Any) async -> RelayProblem.Kind? {
        do {
            _ = try await body()
            return nil
        } catch {
            return (error as? RelayProblem)?.kind
        }
    }
}
