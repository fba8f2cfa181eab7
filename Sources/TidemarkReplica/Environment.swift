import Foundation

/// What a replica takes from outside: time, randomness, and where it lies. Simulations drive all of it.
package struct Environment: Sendable {
    /// The device's clock, in milliseconds since 1970.
    package let now: @Sendable () -> Int64
    /// That many random bytes, from a cryptographic generator.
    package let random: @Sendable (Int) -> [UInt8]
    /// Where the database at a path lies, nil for one in memory; nil where that cannot be told.
    package let site: @Sendable (_ path: String?) -> Site?

    package init(
        now: @escaping @Sendable () -> Int64, random: @escaping @Sendable (Int) -> [UInt8],
        site: @escaping @Sendable (_ path: String?) -> Site? = { _ in nil }
    ) {
        self.now = now
        self.random = random
        self.site = site
    }

    package static let live = Environment(
        now: { Int64(Date().timeIntervalSince1970 * 1000) },
        random: { count in
            var generator = SystemRandomNumberGenerator()
            // Eight bytes a call: each is a system call.
            var bytes: [UInt8] = []
            while bytes.count < count {
                withUnsafeBytes(of: generator.next()) { bytes += $0.prefix(count - bytes.count) }
            }
            return bytes
        }, site: Site.live)
}

extension Environment: RandomNumberGenerator {
    package func next() -> UInt64 { random(8).reduce(0) { $0 << 8 | UInt64($1) } }
}
