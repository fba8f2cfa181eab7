import Testing

@testable import TidemarkLibrary

@Suite struct ExplanationTests {
    private func reasons(_ value: Explanation.Value, _ input: ComparisonColumn.Input) -> String {
        let explanation = Explanation(value, of: input, threshold: .half)
        return "\(explanation.shown): \(explanation.reasons.joined(separator: " "))"
    }

    @Test func aBadgeIsExplainedFromItsInputs() {
        let verdict = reasons(.verdict, Samples.inputB)
        #expect(verdict.hasPrefix("Ship: "))
        #expect(verdict.contains("skip say Founder.") && verdict.contains("3 of n = 4 is more than the 50%"))
        #expect(verdict.contains("Without a take, which counts for neither side: PM."))
        #expect(reasons(.mean, Samples.inputA).contains("(88 + 82 + 85 + 79) / 4"))
        #expect(reasons(.community, Samples.inputB).contains("38% to 96%"))
        #expect(reasons(.community, Samples.inputA).contains("That is not 0%"))
        #expect(reasons(.entry, Samples.inputA).contains("is free, which is cheapest"))
        #expect(reasons(.bestFor, Samples.inputA).contains("tagline stands in"))
        #expect(reasons(.bestFor, Samples.inputB).contains("states it"))
    }

    @Test func nothingIsExplainedAsNothing() {
        let empty = Samples.inputA(scoresFrom: [])
        #expect(reasons(.verdict, empty).contains("No verdict yet: Ship say nobody"))
        #expect(reasons(.panel, empty).contains("That is not 0%"))
        #expect(reasons(.entry, empty).contains("gives no price"))
        #expect(Explanation.all(of: empty, threshold: .half).count == Explanation.Value.allCases.count)
    }

    @Test func theThresholdDecidesAndIsNamed() {
        let explanation = Explanation(.verdict, of: Samples.inputB, threshold: VerdictThreshold(percent: 75))
        #expect(explanation.shown == "Split")
        #expect(explanation.reasons.contains { $0.contains("exactly the 75%") })
    }
}
