/// How a reviewer's predictions turned out.
package struct Calibration: Sendable, Hashable {
    package let open: Int
    /// Of `open`, those whose day is over.
    package let due: Int
    package let right: Int
    package let wrong: Int
    /// Counts for neither side.
    package let unclear: Int
    /// Mean squared distance between the stated probability and what happened (Brier: Verification of Forecasts Expressed
    /// in Terms of Probability, 1950): 0 is perfect, 0.25 is what saying 50% of everything gives.
    package let brierScore: Double?
    /// Judged predictions with a probability.
    package let brierCount: Int

    package init(_ predictions: some Sequence<PredictionRecord>, on day: Day) {
        let predictions = Array(predictions)
        open = predictions.count { $0.outcome == nil }
        due = predictions.count { $0.isDue(on: day) }
        right = predictions.count { $0.outcome == .right }
        wrong = predictions.count { $0.outcome == .wrong }
        unclear = predictions.count { $0.outcome == .unclear }
        let errors = predictions.compactMap { prediction -> Double? in
            guard let probability = prediction.probability, prediction.outcome == .right || prediction.outcome == .wrong
            else { return nil }
            let distance = Double(probability) / 100 - (prediction.outcome == .right ? 1 : 0)
            return distance * distance
        }
        brierCount = errors.count
        brierScore = errors.isEmpty ? nil : errors.reduce(0, +) / Double(errors.count)
    }

    package var count: Int { open + judged + unclear }
    /// Those that turned out one way or the other.
    package var judged: Int { right + wrong }
    /// Nil without any judged one.
    package var hitPercent: Int? { Share.percent(right, of: judged) }
    package var interval: WilsonInterval? { judged == 0 ? nil : WilsonInterval(right, of: judged) }

    /// "4 of 5 right, 80% (95%: 38% to 96%)"; fewer than five give counts alone, as votes do.
    package var label: String {
        guard let interval else { return "None judged yet" }
        let counts = "\(right) of \(judged) right"
        guard judged >= CommunityTally.votesForPercentage, let hitPercent else { return counts }
        return "\(counts), \(hitPercent)% (95%: \(interval.label))"
    }
}
