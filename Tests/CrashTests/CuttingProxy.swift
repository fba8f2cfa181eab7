import NIOCore
import NIOPosix
import Synchronization
import TestSupport

/// Stands between devices and a relay, and cuts connections after some number of bytes, in either direction.
final class CuttingProxy: Sendable {
    let port: Int
    private let channel: any Channel
    private let plan: CutPlan

    /// - Parameter relay: the relay's port on this machine; it need not be there all the time.
    init(to relay: Int, seed: UInt64) async throws {
        let plan = CutPlan(seed: seed)
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { client in
                ClientBootstrap(group: client.eventLoop).connect(host: "127.0.0.1", port: relay)
                    .flatMapThrowing { server in
                        try client.pipeline.syncOperations.addHandler(ProxyHalf(to: server, plan))
                        try server.pipeline.syncOperations.addHandler(ProxyHalf(to: client, plan))
                    }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
        self.plan = plan
    }

    /// Whether connections from now on are cut.
    func cut(_ isCutting: Bool) { plan.cut(isCutting) }

    /// Connections cut so far.
    var cuts: Int { plan.cuts }

    func close() async throws { try await channel.close() }
}
