/// How long to wait before the next attempt: exponential with full jitter (Brooker, "Exponential Backoff and Jitter", AWS
/// Architecture Blog, 2015), so that the devices of a relay that was away do not come back all at once.
package struct Backoff: Sendable {
    /// One lost packet should not be felt.
    private static let base = Duration.milliseconds(250)
    /// Nobody waits longer than a minute for a relay that is back.
    private static let cap = Duration.seconds(60)
    /// 250 ms doubled eight times is above the cap.
    private static let maximumDoublings = 8

    private var failures = 0

    package init() {}

    /// - Parameter retryAfter: seconds that the relay asked for; never less than that.
    package mutating func next(retryAfter: Int? = nil, using random: inout some RandomNumberGenerator) -> Duration {
        let limit = min(Self.cap, Self.base * (1 << min(failures, Self.maximumDoublings)))
        failures += 1
        let jitter = limit * Double.random(in: 0...1, using: &random)
        // The relay's word counts, up to an hour: it may be wrong, and a watch must not sleep for days.
        return Duration.seconds(min(max(retryAfter ?? 0, 0), 3600)) + jitter
    }

    package mutating func reset() { failures = 0 }
}
