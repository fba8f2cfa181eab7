import TidemarkLibrary

/// Dates as other programs write them: ISO 8601 in its usual forms, with a space for the "T" too, or a number since 1970.
enum DateText {
    /// Milliseconds since 1970; `nil` where the text is no date. A time without a zone is UTC.
    static func milliseconds(_ text: String) -> Int64? {
        let text = text.trimmed
        if let number = NetscapeDate.milliseconds(text), !text.dropFirst(4).hasPrefix("-") { return number }
        var rest = Array(text.utf8)[...]
        guard let year = take(&rest, digits: 4), take(&rest, 0x2D), let month = take(&rest, digits: 2),
            take(&rest, 0x2D), let number = take(&rest, digits: 2),
            let day = Day(year: year, month: month, day: number)
        else { return nil }
        var milliseconds = day.start
        if take(&rest, 0x54) || take(&rest, 0x20), let hour = take(&rest, digits: 2), take(&rest, 0x3A),
            let minute = take(&rest, digits: 2)
        {
            milliseconds += (hour * 60 + minute) * 60_000
            if take(&rest, 0x3A), let second = take(&rest, digits: 2) { milliseconds += second * 1000 }
            if take(&rest, 0x2E) { milliseconds += fraction(&rest) }
            milliseconds -= zone(&rest) * 60_000
        }
        return milliseconds > 0 ? milliseconds : nil
    }

    static func milliseconds(_ value: JSONValue) -> Int64? {
        if case .number(let number) = value { return NetscapeDate.milliseconds(Int64(exactly: number.rounded()) ?? 0) }
        return value.text.flatMap(milliseconds)
    }

    private static func take(_ rest: inout ArraySlice<UInt8>, _ byte: UInt8) -> Bool {
        guard rest.first == byte else { return false }
        rest.removeFirst()
        return true
    }

    private static func take(_ rest: inout ArraySlice<UInt8>, digits: Int) -> Int64? {
        let part = rest.prefix(digits)
        guard part.count == digits, part.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
        rest = rest.dropFirst(digits)
        return part.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    }

    /// Milliseconds of a fraction of a second.
    private static func fraction(_ rest: inout ArraySlice<UInt8>) -> Int64 {
        let digits = rest.prefix { $0 &- 0x30 < 10 }
        rest = rest.dropFirst(digits.count)
        return (Array(digits.prefix(3)) + [0x30, 0x30, 0x30]).prefix(3).reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    }

    /// Minutes east of UTC.
    private static func zone(_ rest: inout ArraySlice<UInt8>) -> Int64 {
        guard let sign = rest.first, sign == 0x2B || sign == 0x2D else { return 0 }
        rest.removeFirst()
        guard let hours = take(&rest, digits: 2) else { return 0 }
        _ = take(&rest, 0x3A)
        let minutes = hours * 60 + (take(&rest, digits: 2) ?? 0)
        return sign == 0x2D ? -minutes : minutes
    }
}
