import Testing

@testable import TidemarkLibrary

@Suite struct ComparisonTests {
    @Test func everyDerivedValueOfTwoReleases() throws {
        let comparison = try Comparison([Samples.inputA, Samples.inputB])
        #expect(comparison.title == "Alpha v0.50 vs Beta")
        #expect(comparison.columns.map(\.monogram) == ["A", "B"])
        #expect(comparison.columns.map(\.entry) == ["Free", "No price given"])
        #expect(
            comparison.decisions.map(\.kind.displayName) == [
                "Panel verdict", "Community", "Pricing", "Best for", "Category",
            ])
        #expect(
            comparison.decisions.map(\.values) == [
                ["Ship · 4 ship / 0 skip", "Ship · 3 ship / 1 skip"],
                ["No community votes yet", "80% ship · 4 ship / 1 skip"],
                ["Free tier / $20/mo Pro / $40/mo Business", "No price given"],
                ["Works at night", "Small machines"], ["Tools", ""],
            ])
        #expect(comparison.scorecard.map(\.role) == Role.allCases)
        let labels = comparison.scorecard.map { $0.cells.map { $0.takes.first?.label ?? ScorecardRow.Cell.emptyLabel } }
        #expect(
            labels == [
                ["88/100 · ship", "87/100 · ship"], ["82/100 · ship", "78/100 · ship"],
                ["85/100 · ship", "82/100 · ship"],
                ["79/100 · ship", "No panel take"], ["No panel take", "52/100 · skip"],
            ])
    }

    @Test func bothOrdersAreOneComparison() throws {
        let forward = try Comparison([Samples.inputA, Samples.inputB])
        let backward = try Comparison([Samples.inputB, Samples.inputA])
        #expect(forward.identity == backward.identity)
        #expect(backward.title == "Beta vs Alpha v0.50")
        #expect(forward.identity.references == ["alpha/0.50", "beta/current"])
        var other = Samples.inputB
        other.reference = "beta/next"
        #expect(try Comparison([Samples.inputA, other]).identity != forward.identity)
    }

    @Test func twoToSixDifferentReleases() throws {
        let inputs = (0..<7).map { number in
            var input = Samples.inputA
            input.reference = "t/\(number)"
            return input
        }
        for count in 2...6 { #expect(try Comparison(Array(inputs.prefix(count))).columns.count == count) }
        #expect(throws: ComparisonError.wrongCount(1)) { try Comparison(Array(inputs.prefix(1))) }
        #expect(throws: ComparisonError.wrongCount(7)) { try Comparison(inputs) }
        #expect(throws: ComparisonError.repeated("t/0")) { try Comparison([inputs[0], inputs[1], inputs[0]]) }
    }

    @Test func rolesWithoutATakeHaveNoRow() throws {
        var first = Samples.inputA
        first.takes = [TakeRecord(role: .founder, reviewer: "z"), TakeRecord(role: .founder, reviewer: "b")]
        var second = Samples.inputB
        second.takes = [TakeRecord(role: .skeptic, reviewer: "s", rationale: "r")]
        let comparison = try Comparison([first, second])
        #expect(comparison.scorecard.map(\.role) == [.skeptic, .founder])
        #expect(comparison.scorecard.last?.cells.map { $0.takes.map(\.reviewer) } == [["b", "z"], []])
        #expect(comparison.columns.map(\.panel.verdictLabel) == ["No verdict yet", "No verdict yet"])
    }

    @Test func monograms() {
        #expect(Monogram.of("cursor") == "C")
        #expect(Monogram.of("  éclair") == "É")
        #expect(Monogram.of("e\u{301}clair") == "É")
        #expect(Monogram.of("👩‍💻 Studio") == "👩‍💻")
        #expect(Monogram.of("ßeta") == "ß")
        #expect(Monogram.of(" ") == "?")
    }

    @Test func bestForFallsBack() {
        var tool = ToolRecord(slug: "a", name: "A", tagline: "line")
        #expect(tool.effectiveBestFor == "line")
        tool.bestFor = " "
        #expect(tool.effectiveBestFor == "line")
        tool.bestFor = "night"
        #expect(tool.effectiveBestFor == "night")
    }

    @Test func takeLabels() {
        var take = TakeRecord(role: .pm, reviewer: "a")
        #expect(take.label == "No score")
        take.stance = .skip
        #expect(take.label == "skip")
        take.score = 88
        #expect(take.label == "88/100 · skip")
        take.stance = nil
        #expect(take.label == "88/100")
    }
}
