/// Dates of bookmark files: a number whose unit depends on the program that wrote it.
enum NetscapeDate {
    /// Microseconds between 1601, where Chromium's own clock begins, and 1970.
    private static let chromiumEpoch: Int64 = 11_644_473_600_000_000

    /// Milliseconds since 1970; `nil` if `text` is no positive number.
    ///
    /// The size tells the unit: each unit covers the years up to 5138, before the next one begins (which is 1973).
    /// Microseconds that would lie after the year 2338 are counted from 1601.
    static func milliseconds(_ text: String) -> Int64? {
        Int64(text.prefix { $0 != "." }).flatMap(milliseconds)
    }

    static func milliseconds(_ number: Int64) -> Int64? {
        guard number > 0 else { return nil }
        switch number {
        case ..<100_000_000_000: return number * 1000
        case ..<100_000_000_000_000: return number
        case ..<chromiumEpoch: return number / 1000
        case ..<100_000_000_000_000_000: return max((number - chromiumEpoch) / 1000, 1)
        default: return number / 1_000_000
        }
    }
}
