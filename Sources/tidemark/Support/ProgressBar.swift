import Foundation
import Synchronization

/// How far long work is, on one line of a terminal; silent where stderr is none.
final class ProgressBar: Sendable {
    /// Ten times a second looks alive and costs nothing.
    private static let interval = Duration.milliseconds(100)
    private static let barCells = 24

    private let isVisible: Bool
    private let verb: String
    private let unit: String
    private let start = ContinuousClock.now
    /// When the line was last written; nil where there is none.
    private let shown = Mutex<ContinuousClock.Instant?>(nil)

    /// - Parameters:
    ///   - verb: "Importing".
    ///   - unit: what is counted: "records".
    init(_ console: Console, _ verb: String, unit: String) {
        isVisible = console.showsProgress
        self.verb = verb
        self.unit = unit
    }

    func show(_ done: UInt64, of total: UInt64) {
        guard isVisible else { return }
        let now = ContinuousClock.now
        let isDue = shown.withLock { shown in
            if let shown, now - shown < Self.interval { return false }
            shown = now
            return true
        }
        if isDue { Console.complain("\r\u{1B}[K" + Self.line(verb, done, of: total, unit, elapsed: now - start)) }
    }

    /// Takes the line away.
    func end() {
        let wasShown = shown.withLock { shown in
            defer { shown = nil }
            return shown != nil
        }
        if wasShown { Console.complain("\r\u{1B}[K") }
    }

    static func line(_ verb: String, _ done: UInt64, of total: UInt64, _ unit: String, elapsed: Duration) -> String {
        let share = total == 0 ? 0 : min(Double(done) / Double(total), 1)
        let cells = Int(share * Double(barCells))
        let bar = String(repeating: "=", count: cells) + String(repeating: " ", count: barCells - cells)
        var line = "\(verb) [\(bar)] \(grouped(done)) of \(grouped(total)) \(unit)"
        let seconds = elapsed / .seconds(1)
        // Earlier, a rate is a guess.
        guard seconds >= 0.5, done > 0 else { return line }
        let rate = Double(done) / seconds
        line += ", \(grouped(UInt64(rate.rounded())))/s"
        if done < total { line += ", \(duration(Double(total - done) / rate)) left" }
        return line
    }

    /// 8300 as "8,300".
    static func grouped(_ number: UInt64) -> String {
        var text = ""
        for (index, digit) in String(number).reversed().enumerated() {
            if index > 0, index % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return String(text.reversed())
    }

    private static func duration(_ seconds: Double) -> String {
        let whole = UInt64(max(seconds, 1).rounded())
        return whole < 120 ? "\(whole) s" : "\(whole / 60) min"
    }
}
