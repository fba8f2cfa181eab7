import TidemarkLibrary

/// The line that opens a cell of the scorecard: "88/100 · ship", or that there is no take.
enum PageTake: Equatable {
    case none
    case take(score: Int?, stance: Stance?)

    init?(_ text: String) {
        if text == ScorecardRow.Cell.emptyLabel {
            self = .none
            return
        }
        let parts = text.split(separator: "·").map { $0.filter { !$0.isWhitespace }.lowercased() }
        guard let head = parts.first, parts.count <= 2, head.hasSuffix("/100"), let score = Int(head.dropLast(4)),
            TakeRecord.scores.contains(score)
        else { return nil }
        guard parts.count == 2 else {
            self = .take(score: score, stance: nil)
            return
        }
        guard let stance = Stance(rawValue: parts[1]) else { return nil }
        self = .take(score: score, stance: stance)
    }
}
