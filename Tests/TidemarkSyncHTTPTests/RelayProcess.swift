import Foundation
import Logging
import ServiceLifecycle
import TidemarkRelay
import TidemarkReplica

/// A real relay on a loopback port, in this process, in a directory of its own.
struct RelayProcess: Sendable {
    let url: String
    let directory: URL

    /// Serves while `body` runs, then shuts down gracefully.
    static func serve(
        in directory: URL? = nil, configure: (inout RelaySettings) -> Void = { $0.registration = .open },
        clock: @escaping @Sendable () -> Int64 = Environment.live.now, _ body: (RelayProcess) async throws -> Void
    ) async throws {
        let home = directory ?? FileManager.default.temporaryDirectory.appending(path: "tidemark-http-\(UUID())")
        defer { if directory == nil { try? FileManager.default.removeItem(at: home) } }
        var settings = RelaySettings()
        configure(&settings)
        let service = try RelayService(
            directory: DataDirectory(at: home), settings: settings, random: Environment.live.random)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let (ports, ready) = AsyncStream.makeStream(of: Int.self)
        let application = RelayApplication(
            service: service, listen: .init(), clock: clock, logger: logger,
            onReady: { port in
                ready.yield(port)
                ready.finish()
            })
        let group = ServiceGroup(services: [application], logger: logger)
        try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await group.run() }
            for await port in ports { try await body(RelayProcess(url: "http://127.0.0.1:\(port)", directory: home)) }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    /// All bytes that the relay keeps.
    func storedBytes() throws -> [Data] {
        let files = FileManager.default.enumerator(at: directory, includingPropertiesForKeys: nil)?.allObjects as? [URL]
        return (files ?? []).filter { !$0.hasDirectoryPath }.compactMap { try? Data(contentsOf: $0) }
    }
}
