import Foundation

/// What was measured, beside what it is compared with.
struct Figure: Codable, Sendable {
    let workload: String
    let name: String
    let value: Double
    let unit: String
    /// In words, as it stands in README.
    var target = ""
    /// Nil where nobody has set a target.
    var isReached: Bool?
}

/// Collects figures and shows them as they come.
final class Figures {
    private struct Document: Encodable {
        let schema = "tidemark.bench/0"
        let figures: [Figure]
    }

    private(set) var all: [Figure] = []
    private let workload: String

    init(workload: String) { self.workload = workload }

    func add(_ name: String, _ value: Double, _ unit: String, atMost limit: Double? = nil) {
        let target = limit.map { "<= \(Self.text($0)) \(unit)" } ?? ""
        add(
            Figure(
                workload: workload, name: name, value: value, unit: unit, target: target,
                isReached: limit.map { value <= $0 }))
    }

    func add(_ name: String, _ value: Double, _ unit: String, atLeast limit: Double) {
        add(
            Figure(
                workload: workload, name: name, value: value, unit: unit, target: ">= \(Self.text(limit)) \(unit)",
                isReached: value >= limit))
    }

    private func add(_ figure: Figure) {
        all.append(figure)
        let mark = figure.isReached.map { $0 ? "ok  " : "MISS" } ?? "    "
        let name = figure.name.padding(toLength: 52, withPad: " ", startingAt: 0)
        print(
            "\(mark) \(figure.workload.padding(toLength: 7, withPad: " ", startingAt: 0)) \(name) \(Self.text(figure.value)) \(figure.unit)  \(figure.target)"
        )
    }

    static func json(_ figures: [Figure]) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return try encoder.encode(Document(figures: figures))
    }

    private static func text(_ value: Double) -> String {
        value >= 100 ? String(Int(value.rounded())) : String(format: value >= 10 ? "%.1f" : "%.2f", value)
    }
}

/// Seconds that a body takes, and what it returns.
func timed<T>(_ body: () throws -> T) rethrows -> (seconds: Double, result: T) {
    let start = ContinuousClock.now
    let result = try body()
    return ((ContinuousClock.now - start) / .seconds(1), result)
}

extension [Double] {
    /// Of the sorted values, the one at this share; 0.5 is the median.
    func percentile(_ share: Double) -> Double {
        guard !isEmpty else { return .nan }
        return sorted()[Swift.min(count - 1, Int(Double(count) * share))]
    }
}
