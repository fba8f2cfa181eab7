import Foundation

/// Points in time as people read them.
enum LocalTime {
    /// ISO 8601 in the device's time zone.
    static func text(_ milliseconds: Int64) -> String {
        var style = Date.ISO8601FormatStyle(timeZoneSeparator: .colon)
        style.timeZone = .current
        return Date(timeIntervalSince1970: Double(milliseconds) / 1000).formatted(style)
    }

    /// "3 minutes ago"; the date where that is more than a day.
    static func ago(_ milliseconds: Int64, now: Int64) -> String {
        let seconds = (now - milliseconds) / 1000
        switch seconds {
        case ..<0: return "at \(text(milliseconds))"
        case ..<60: return "just now"
        case ..<7200: return seconds < 120 ? "a minute ago" : "\(seconds / 60) minutes ago"
        case ..<86_400: return "\(seconds / 3600) hours ago"
        default: return "at \(text(milliseconds))"
        }
    }
}
