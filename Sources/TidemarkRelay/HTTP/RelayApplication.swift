import Foundation
import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
import ServiceLifecycle

/// The relay on a socket. Runs until it is cancelled or asked to shut down gracefully; requests under way are finished.
package struct RelayApplication: Service {
    package static let name = "tidemark-relay"
    package static let version = "0.1.0"

    package struct Listen: Hashable, Sendable {
        package var host: String
        /// 0: any free port.
        package var port: Int

        package init(host: String = "127.0.0.1", port: Int = 0) {
            self.host = host
            self.port = port
        }
    }

    private let service: RelayService
    let logger: Logger
    private let listen: Listen
    private let application: Application<RouterResponder<RelayRequestContext>>

    /// - Parameters:
    ///   - publicURL: as clients reach the relay; its path, if it has one, is served as well as the root.
    ///   - clock: milliseconds since 1970.
    ///   - onReady: called once with the port, when connections are taken.
    package init(
        service: RelayService, listen: Listen, publicURL: String? = nil, clock: @escaping @Sendable () -> Int64,
        logger: Logger, onReady: @escaping @Sendable (Int) async -> Void = { _ in }
    ) {
        self.service = service
        self.logger = logger
        self.listen = listen
        let routes = RelayRoutes(service: service, metrics: RelayMetrics(), publicURL: publicURL, clock: clock)
        application = Application(
            router: routes.router(prefix: publicURL.flatMap(Self.path)),
            server: .http1(configuration: .init(idleTimeout: .seconds(RelayLimits.idleSeconds))),
            configuration: ApplicationConfiguration(
                address: .hostname(listen.host, port: listen.port), serverName: Self.name,
                availableConnectionsDelegate: MaximumAvailableConnections(RelayLimits.connections)),
            onServerRunning: { channel in await onReady(channel.localAddress?.port ?? listen.port) },
            logger: logger)
    }

    /// - Throws: `ListenError` where the address cannot be had.
    package func run() async throws {
        defer { service.close() }
        do {
            try await withGracefulShutdownHandler {
                try await application.run()
            } onGracefulShutdown: {
                // They would go on for minutes, and the shutdown waits for every answer under way.
                service.endHints()
            }
        } catch {
            throw ListenError(error, listen) ?? error
        }
    }

    /// The path of a URL without slashes at its ends, nil when there is none.
    static func path(of url: String) -> String? {
        guard let start = url.range(of: "://")?.upperBound, let slash = url[start...].firstIndex(of: "/") else {
            return nil
        }
        let path = url[slash...].split(separator: "/").joined(separator: "/")
        return path.isEmpty ? nil : path
    }
}
