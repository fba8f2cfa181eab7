import NIOCore
import NIOPosix

/// Asks a relay on this machine whether it is ready, for service managers that cannot speak HTTP.
package enum RelayHealth {
    /// A relay that needs longer is not healthy.
    private static let timeout = TimeAmount.seconds(5)
    /// The status line is all that is read.
    private static let answerBytes = 4096

    /// - Returns: whether `/readyz` answered 200.
    /// - Throws: when nothing listens there.
    package static func isReady(_ listen: RelayApplication.Listen) async throws -> Bool {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(timeout)
            .connect(host: listen.host, port: listen.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        let closing = channel.channel.eventLoop.scheduleTask(in: timeout) { channel.channel.close(promise: nil) }
        defer { closing.cancel() }
        return try await channel.executeThenClose { inbound, outbound in
            let request = "GET /readyz HTTP/1.1\r\nHost: \(listen.host)\r\nConnection: close\r\n\r\n"
            try await outbound.write(ByteBuffer(string: request))
            var answer = ""
            for try await buffer in inbound where answer.utf8.count < answerBytes { answer += String(buffer: buffer) }
            return answer.hasPrefix("HTTP/1.1 200 ")
        }
    }
}
