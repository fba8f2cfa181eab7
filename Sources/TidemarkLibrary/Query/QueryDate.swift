/// A day, a month, a year or a time ago, as a query names it. Which instants these are depends on a time zone.
package enum QueryDate: Hashable, Sendable {
    case year(Int)
    case month(Int, Int)
    case day(Int, Int, Int)
    /// So many units before now; 0 days ago is today.
    case ago(Int, Unit)

    package enum Unit: Character, Hashable, Sendable {
        case hour = "h"
        case day = "d"
        case week = "w"
        case month = "m"
        case year = "y"
    }

    /// `before` and `after` part time at the beginning of the date; `on` is inside of it.
    package enum Relation: String, Hashable, Sendable, CaseIterable {
        case before, after, on
    }

    /// More than that many units ago is a slip of the finger.
    private static let maximumCount = 10_000

    /// Nil for a text that is no date.
    package init?(_ text: String) {
        switch text.lowercased() {
        case "today": self = .ago(0, .day)
        case "yesterday": self = .ago(1, .day)
        default:
            if let unit = text.last.flatMap({ Unit(rawValue: Character($0.lowercased())) }) {
                guard let count = Self.number(text.dropLast(), digits: 1...5), count <= Self.maximumCount else {
                    return nil
                }
                self = .ago(count, unit)
                return
            }
            let parts = text.split(separator: "-", omittingEmptySubsequences: false)
            guard let year = parts.first.flatMap({ Self.number($0, digits: 4...4) }), year > 0, parts.count <= 3 else {
                return nil
            }
            self = .year(year)
            guard parts.count > 1 else { return }
            guard let month = Self.number(parts[1], digits: 1...2), (1...12).contains(month) else { return nil }
            self = .month(year, month)
            guard parts.count > 2 else { return }
            guard let day = Self.number(parts[2], digits: 1...2), (1...Self.days(in: month, of: year)).contains(day)
            else { return nil }
            self = .day(year, month, day)
        }
    }

    private static func number(_ text: Substring, digits: ClosedRange<Int>) -> Int? {
        guard digits.contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int(text)
    }

    /// In the Gregorian calendar.
    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
