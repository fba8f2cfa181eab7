import HTTPTypes
import Hummingbird
import Synchronization
import TidemarkCore
import TidemarkWire

/// The HTTP front: reads requests, calls the service, writes answers. It holds no state but the rate limiter's.
final class RelayRoutes: Sendable {
    static let protobuf = "application/x-protobuf"

    let service: RelayService
    let metrics: RelayMetrics
    let publicURL: String?
    /// Milliseconds since 1970.
    let clock: @Sendable () -> Int64
    private let limiter: Mutex<RateLimiter>

    init(service: RelayService, metrics: RelayMetrics, publicURL: String?, clock: @escaping @Sendable () -> Int64) {
        self.service = service
        self.metrics = metrics
        self.publicURL = publicURL
        self.clock = clock
        limiter = Mutex(
            RateLimiter(rate: service.settings.requestsPerSecond, burst: service.settings.requestBurst))
    }

    /// - Parameter prefix: a path under which the routes stand too, for proxies that leave it in place.
    func router(prefix: String?) -> Router<RelayRequestContext> {
        let router = Router(context: RelayRequestContext.self)
        router.add(middleware: ProblemMiddleware(metrics: metrics))
        add(to: router.group())
        if let prefix { add(to: router.group(RouterPath(prefix))) }
        return router
    }

    private func add(to routes: RouterGroup<RelayRequestContext>) {
        addHealth(to: routes)
        let v1 = routes.group("v1")
        addAccess(to: v1)
        addMailboxes(to: v1)
        addSpaces(to: v1.group("spaces/:space"))
        addEvents(to: v1.group("spaces/:space"))
    }

    /// Counts a request that no session stands behind.
    func limit(_ request: Request, _ context: RelayRequestContext) throws { try limit(Self.address(request, context)) }

    /// Who a request of a space's route speaks for; counts it.
    func caller(_ request: Request, space: SpaceID) throws -> RelayCaller {
        let caller = try service.caller(token: request.token(), space: space, now: clock())
        try limit(hexadecimal(caller.key))
        return caller
    }

    private func limit(_ name: String) throws {
        let now = clock()
        if let seconds = limiter.withLock({ $0.take(name, now: now) }) {
            throw RelayProblem(
                .tooManyRequests, "More requests than one caller may send. Wait for \(seconds) s.", retryAfter: seconds)
        }
    }

    /// Behind a proxy on the same machine, the address that the proxy saw; nobody else is believed.
    private static func address(_ request: Request, _ context: RelayRequestContext) -> String {
        let peer = context.peer?.ipAddress ?? "local"
        guard peer == "127.0.0.1" || peer == "::1" || peer == "local", let name = HTTPField.Name("X-Forwarded-For"),
            let last = request.headers[name]?.split(separator: ",").last
        else { return peer }
        // No address is longer than an IPv6 address with a zone.
        return String(last.drop { $0 == " " }.prefix(64))
    }
}
