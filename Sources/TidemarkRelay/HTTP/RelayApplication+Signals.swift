import Logging
import ServiceLifecycle
import UnixSignals

extension RelayApplication {
    /// Longer than the slowest request may take to send its body would hold up a restart; service managers kill after 90 s.
    private static let shutdownSeconds: Int64 = 30

    /// Runs until SIGTERM or SIGINT, then finishes the requests under way.
    package func runUntilSignalled() async throws {
        var configuration = ServiceGroupConfiguration(
            services: [.init(service: self, successTerminationBehavior: .gracefullyShutdownGroup)],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(Self.shutdownSeconds)
        try await ServiceGroup(configuration: configuration).run()
    }
}
