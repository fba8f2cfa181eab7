/// A day of the proleptic Gregorian calendar in UTC, as catalogues date what they publish.
package struct Day: Sendable, Hashable, Comparable {
    package static let milliseconds: Int64 = 86_400_000
    /// What `YYYY-MM-DD` can write.
    private static let years: ClosedRange<Int64> = 0...9999

    /// Days since 1970-01-01.
    package let number: Int64

    package init(number: Int64) { self.number = number }

    /// The day of a point in time, in milliseconds since 1970.
    package init(containing milliseconds: Int64) {
        let (quotient, remainder) = milliseconds.quotientAndRemainder(dividingBy: Self.milliseconds)
        number = remainder < 0 ? quotient - 1 : quotient
    }

    /// `YYYY-MM-DD` (ISO 8601); nil for anything else and for days that do not exist.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2],
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let year = Int64(parts[0]), let month = Int64(parts[1]), let day = Int64(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// Nil for days that do not exist, and for years that `YYYY` cannot write.
    package init?(year: Int64, month: Int64, day: Int64) {
        guard Self.years.contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
        number = Self.number(year: year, month: month, day: day)
        // A day that does not exist (30 February) is read back as another one.
        guard civil == (year, month, day) else { return nil }
    }

    /// The first millisecond of the day, since 1970.
    package var start: Int64 { number * Self.milliseconds }
    /// The last millisecond of the day, since 1970.
    package var last: Int64 { start + Self.milliseconds - 1 }

    package static func < (a: Day, b: Day) -> Bool { a.number < b.number }

    // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil and civil_from_days.

    private static func number(year: Int64, month: Int64, day: Int64) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    package var civil: (year: Int64, month: Int64, day: Int64) {
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}

extension Day: CustomStringConvertible {
    /// `YYYY-MM-DD`.
    package var description: String {
        let (year, month, day) = civil
        return
            "\(Padding.digits(min(max(year, Self.years.lowerBound), Self.years.upperBound), 4))-\(Padding.digits(month, 2))"
            + "-\(Padding.digits(day, 2))"
    }
}
