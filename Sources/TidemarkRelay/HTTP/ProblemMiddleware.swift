import HTTPTypes
import Hummingbird
import Logging

/// Outermost: turns every error into a problem, counts, and logs one line a request. The line names the route, never the
/// path: a mailbox's id stands in one.
struct ProblemMiddleware: RouterMiddleware {
    let metrics: RelayMetrics

    func handle(
        _ request: Request, context: RelayRequestContext,
        next: @concurrent (Request, RelayRequestContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var response: Response
        var failure: String?
        do {
            response = try await next(request, context)
        } catch {
            let problem = Self.problem(error)
            if problem.kind.status >= 500 { failure = problem.cause ?? "\(error)" }
            response = problem.response
            // A body that was not read is not worth reading: close instead.
            if problem.kind == .tooLarge || problem.kind == .timeout { response.headers[.connection] = "close" }
        }
        response.headers[.cacheControl] = "no-store"
        metrics.request(status: response.status.code)
        // What nobody logs need not be put together.
        if failure == nil, context.logger.logLevel > .info { return response }
        var metadata: Logger.Metadata = [
            "http.method": "\(request.method.rawValue)",
            "http.route": "\(context.endpointPath ?? "-")",
            "http.status": "\(response.status.code)",
            "duration.us": "\((ContinuousClock.now - start) / .microseconds(1))",
        ]
        if let failure {
            metadata["error"] = "\(failure)"
            context.logger.error("request failed", metadata: metadata)
        } else {
            context.logger.info("request", metadata: metadata)
        }
        return response
    }

    private static func problem(_ error: any Error) -> RelayProblem {
        switch error {
        case let problem as RelayProblem: problem
        case let error as HTTPError where error.status == .notFound:
            RelayProblem(.notFound, "There is no such route. The routes stand in Protocol/openapi.yaml.")
        case let error as HTTPError where error.status.kind == .clientError:
            RelayProblem(.malformed, error.body ?? "The request cannot be read.")
        default: RelayProblem(.internalError, "The relay failed on this request. Its log says why.", retryAfter: 30)
        }
    }
}
