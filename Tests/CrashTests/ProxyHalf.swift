import NIOCore

/// One direction of a proxied connection. Both halves live on one event loop.
final class ProxyHalf: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let partner: any Channel
    private let plan: CutPlan
    private var budget: Int?

    init(to partner: any Channel, _ plan: CutPlan) {
        self.partner = partner
        self.plan = plan
        budget = plan.budget()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        if let left = budget {
            if bytes.readableBytes > left {
                // What comes before the cut still arrives.
                partner.writeAndFlush(bytes.readSlice(length: left), promise: nil)
                plan.count()
                partner.close(promise: nil)
                context.close(promise: nil)
                return
            }
            budget = left - bytes.readableBytes
        }
        partner.writeAndFlush(bytes, promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        partner.close(promise: nil)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
