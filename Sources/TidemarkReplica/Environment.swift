import Foundation

/// The two things that a replica takes from outside: time and randomness. Simulations drive both.
package struct Environment: Sendable {
    /// The device's clock, in milliseconds since 1970.
    package let now: @Sendable () -> Int64
    /// That many random bytes, from a cryptographic generator.
    package let random: @Sendable (Int) -> [UInt8]

    package init(now: @escaping @Sendable () -> Int64, random: @escaping @Sendable (Int) -> [UInt8]) {
        self.now = now
        self.random = random
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
        })
}

extension Environment: RandomNumberGenerator {
    package func next() -> UInt64 { random(8).reduce(0) { $0 << 8 | UInt64($1) } }
}
