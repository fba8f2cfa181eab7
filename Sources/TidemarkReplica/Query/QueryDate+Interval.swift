import Foundation
import TidemarkLibrary

extension QueryDate {
    /// The instants that the date stands for, in milliseconds since 1970; `on` is inside, `before` and `after` part at the
    /// first one. Hours are counted back from now, all other times in days of the calendar.
    func milliseconds(now: Int64, in zone: TimeZone) -> Range<Int64> {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let today = Date(timeIntervalSince1970: Double(now) / 1000)
        let start: Date
        var unit: Calendar.Component = .day
        switch self {
        case .year(let year):
            start = calendar.date(from: DateComponents(year: year)) ?? today
            unit = .year
        case .month(let year, let month):
            start = calendar.date(from: DateComponents(year: year, month: month)) ?? today
            unit = .month
        case .day(let year, let month, let day):
            start = calendar.date(from: DateComponents(year: year, month: month, day: day)) ?? today
        case .ago(let count, .hour):
            let start = now - Int64(count) * 3_600_000
            return start..<(start + 3_600_000)
        case .ago(let count, let counted):
            let component: Calendar.Component =
                switch counted {
                case .week: .weekOfYear
                case .month: .month
                case .year: .year
                case .day, .hour: .day
                }
            let moved = calendar.date(byAdding: component, value: -count, to: today) ?? today
            start = calendar.startOfDay(for: moved)
        }
        let end = calendar.date(byAdding: unit, value: 1, to: start) ?? start
        return Self.milliseconds(start)..<max(Self.milliseconds(end), Self.milliseconds(start) + 1)
    }

    private static func milliseconds(_ date: Date) -> Int64 { Int64((date.timeIntervalSince1970 * 1000).rounded()) }
}
