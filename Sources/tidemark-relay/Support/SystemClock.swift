import Foundation

/// The one place where this program reads the wall clock.
enum SystemClock {
    /// Milliseconds since 1970.
    static func now() -> Int64 { Int64(Date().timeIntervalSince1970 * 1000) }
}
