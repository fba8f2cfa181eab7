import Hummingbird
import NIOCore

/// What a request carries through the middleware.
struct RelayRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Nil on sockets without addresses.
    let peer: SocketAddress?

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        peer = source.channel.remoteAddress
    }
}
