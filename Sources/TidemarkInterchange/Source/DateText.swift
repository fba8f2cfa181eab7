/// Dates as exports write them: ISO 8601 in its usual forms, with a space for the "T" too, or a number since 1970.
enum DateText {
    /// Milliseconds since 1970; `nil` where the text is no date. A time without a zone is UTC.
    static func milliseconds(_ text: String) -> Int64? {
        let text = text.trimmed
        if let number = NetscapeDate.milliseconds(text), !text.dropFirst(4).hasPrefix("-") { return number }
        var rest = Array(text.utf8)[...]
        guard let year = take(&rest, digits: 4), take(&rest, 0x2D), let month = take(&rest, digits: 2),
            take(&rest, 0x2D), let day = take(&rest, digits: 2), (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        var milliseconds = days(year, month, day) * 86_400_000
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

    /// ISO 8601 in UTC with milliseconds.
    static func text(_ milliseconds: Int64) -> String {
        let day = Int64((Double(milliseconds) / 86_400_000).rounded(.down))
        let (year, month, date) = civil(day)
        let rest = milliseconds - day * 86_400_000
        func pad(_ number: Int64, _ width: Int = 2) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(width - text.count, 0)) + text
        }
        return "\(pad(year, 4))-\(pad(month))-\(pad(date))T\(pad(rest / 3_600_000)):\(pad(rest / 60_000 % 60)):"
            + "\(pad(rest / 1000 % 60)).\(pad(rest % 1000, 3))Z"
    }

    /// Days from 1970 to a date of the Gregorian calendar (Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The same backwards.
    private static func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        )
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
