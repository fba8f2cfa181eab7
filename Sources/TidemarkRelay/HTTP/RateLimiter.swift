/// Token buckets, one per caller (Turner, "New Directions in Communications", 1986).
///
/// Invariant: at most `capacity` callers are remembered; whoever is forgotten starts with a full bucket.
struct RateLimiter: Sendable {
    private struct Bucket {
        var tokens: Double
        /// Milliseconds since 1970.
        var filled: Int64
    }

    private let rate: Double
    private let burst: Double
    private let capacity: Int
    private var buckets: [String: Bucket] = [:]

    init(
        rate: Double, burst: Double, capacity: Int = RelayLimits.rememberedCallers
    ) {
        self.rate = rate
        self.burst = burst
        self.capacity = capacity
    }

    /// Takes one token; nil when there was one, else the seconds until there is.
    mutating func take(_ caller: String, now: Int64) -> Int? {
        if buckets[caller] == nil, buckets.count >= capacity { forget(now: now) }
        var bucket = buckets[caller] ?? Bucket(tokens: burst, filled: now)
        // A clock set back must not empty the bucket.
        bucket.tokens = min(burst, bucket.tokens + Double(max(now - bucket.filled, 0)) / 1000 * rate)
        bucket.filled = now
        defer { buckets[caller] = bucket }
        guard bucket.tokens >= 1 else { return max(1, Int(((1 - bucket.tokens) / rate).rounded(.up))) }
        bucket.tokens -= 1
        return nil
    }

    /// Drops whoever has been quiet long enough to have a full bucket; if nobody has, everybody.
    private mutating func forget(now: Int64) {
        let quiet = Int64(burst / rate * 1000)
        buckets = buckets.filter { now - $0.value.filled < quiet }
        if buckets.count >= capacity { buckets = [:] }
    }

    func invariantCheck() { precondition(buckets.count <= capacity, "rate limiter: \(buckets.count) callers") }
}
