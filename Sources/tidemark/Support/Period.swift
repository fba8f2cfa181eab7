import ArgumentParser
import TidemarkLibrary

/// Since when: a length of time before now ("24h", "7d", "4w"), or a day or time as it stands.
struct Period: ExpressibleByArgument {
    private enum Start {
        case before(Int64)
        case at(Int64)
    }

    /// A century back is before anything that was ever collected.
    private static let maximumHours: Int64 = 876_600

    /// A weekly digest's.
    static let week = Period(start: .before(Day.milliseconds * 7))

    private let start: Start

    private init(start: Start) { self.start = start }

    init?(argument: String) {
        if let moment = Moment.parse(argument) {
            // The day itself belongs to the period.
            start = .at(moment - 1)
            return
        }
        guard let unit = argument.last, let count = Int64(argument.dropLast()), count > 0 else { return nil }
        let hours: [Character: Int64] = ["h": 1, "d": 24, "w": 168]
        guard let factor = hours[unit] else { return nil }
        let (total, overflow) = count.multipliedReportingOverflow(by: factor)
        guard !overflow, total <= Self.maximumHours else { return nil }
        start = .before(total * 3_600_000)
    }

    /// Milliseconds since 1970; the period is what came after.
    func start(now: Int64) -> Int64 {
        switch start {
        case .before(let length): now - length
        case .at(let moment): moment
        }
    }
}
