/// Points in time as milliseconds since 1970, written in UTC (RFC 3339).
package enum Moment {
    /// The day alone where it is the first millisecond of one: `2025-05-15`, else `2025-05-15T08:30:00Z`, with
    /// milliseconds where there are any.
    package static func shortText(_ milliseconds: Int64) -> String {
        let day = Day(containing: milliseconds)
        return day.start == milliseconds ? day.description : text(milliseconds)
    }

    package static func text(_ milliseconds: Int64) -> String {
        let day = Day(containing: milliseconds)
        let rest = milliseconds - day.start
        let (hours, minutes, seconds) = (rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60)
        let fraction = rest % 1000 == 0 ? "" : ".\(Padding.digits(rest % 1000, 3))"
        return
            "\(day)T\(Padding.digits(hours, 2)):\(Padding.digits(minutes, 2)):\(Padding.digits(seconds, 2))\(fraction)Z"
    }

    /// What `shortText` and `text` write; nil for anything else.
    package static func parse(_ text: some StringProtocol) -> Int64? {
        if let day = Day(text) { return day.start }
        guard text.utf8.count >= 20, text.hasSuffix("Z") else { return nil }
        let halves = text.dropLast().split(separator: "T", omittingEmptySubsequences: false)
        guard halves.count == 2, let day = Day(halves[0]) else { return nil }
        let clock = halves[1].split(separator: ".", omittingEmptySubsequences: false)
        let parts = clock[0].split(separator: ":", omittingEmptySubsequences: false)
        guard clock.count <= 2, parts.map(\.utf8.count) == [2, 2, 2],
            let hours = number(parts[0], below: 24), let minutes = number(parts[1], below: 60),
            let seconds = number(parts[2], below: 60)
        else { return nil }
        var rest: Int64 = 0
        if clock.count == 2 {
            guard clock[1].utf8.count == 3, let fraction = number(clock[1], below: 1000) else { return nil }
            rest = fraction
        }
        return day.start + ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest
    }

    private static func number(_ text: some StringProtocol, below end: Int64) -> Int64? {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int64(text), number < end else {
            return nil
        }
        return number
    }
}
