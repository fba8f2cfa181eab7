import Testing
import TidemarkLibrary

@testable import TidemarkInterchange

@Suite struct ComparisonTableTests {
    @Test func sideBySide() throws {
        let text = ComparisonTable(width: 72).render(try Samples.comparison())
        #expect(
            text == """
                Alpha v1 vs Beta v2

                               [A] Alpha v1                 [B] Beta v2
                               Works while you sleep        Small[31m and red
                Panel          Ship                         Ship
                               Panel ship 100%              Panel ship 75%
                               4 of 4 takes, 1 seat absent  3 of 4 takes, 1 seat absent
                               Mean score 83.5              Mean score 74.75
                Entry          Free                         No price given
                Your verdict   Ship                         None yet

                Decision
                Panel verdict  Ship · 4 ship / 0 skip       Ship · 3 ship / 1 skip
                Community      80% ship · 4 ship / 1 skip   No community votes yet
                Pricing        Free tier / $20/mo Pro       No price given
                Best for       Works while you sleep        Small[31m and red
                Category       Editors                      Not stated

                Reviewer scorecard
                Builder        88/100 · ship                87/100 · ship
                               Quick.

                               And steady.

                Skeptic        82/100 · ship                78/100 · ship
                               漢字 works too.

                Futurist       Guest: 85/100 · ship         82/100 · ship
                PM             79/100 · ship                No panel take
                Founder        No panel take                52/100 · skip
                                                            No market.

                """)
    }

    @Test func narrowTerminalsStackTheColumns() throws {
        let text = ComparisonTable(width: 40, includesRationale: false).render(try Samples.comparison())
        #expect(text.contains("PM\n  Alpha  79/100 · ship\n  Beta   No panel take\n"))
        #expect(
            text.contains(
                "           Alpha          Beta\nVerdict    Ship           Ship\nPanel ship 100%           75%\n"))
        #expect(text.contains("Builder    88 ship        87 ship\n") && text.contains("PM         79 ship        –\n"))
        #expect(!text.contains("Mean score 83.5\n"))
        #expect(!text.contains("Quick."))
    }

    @Test func linesFitEveryWidth() throws {
        let comparison = try Samples.comparison()
        for width in 20...140 {
            for line in ComparisonTable(width: width).render(comparison).split(separator: "\n") {
                #expect(DisplayWidth.of(line) <= width, "width \(width): \(line)")
                #expect(line.last != " ", "width \(width): \(line)")
            }
        }
    }

    @Test func colourChangesNothingElse() throws {
        let comparison = try Samples.comparison()
        for width in [40, 100] {
            let plain = ComparisonTable(width: width).render(comparison)
            let coloured = ComparisonTable(width: width, usesColour: true).render(comparison)
            #expect(coloured.contains("\u{1B}[31m52/100 · skip\u{1B}[0m"))
            #expect(coloured.replacing(/\u{1B}\[[0-9]+m/, with: "") == plain)
            #expect(!plain.contains("\u{1B}"))
        }
    }

    @Test func anEmptyPanelSaysSo() throws {
        let inputs = ["a", "b"].map {
            ComparisonColumn.Input(tool: ToolRecord(slug: $0, name: $0), release: ReleaseRecord(slug: "1", name: $0))
        }
        let text = ComparisonTable(width: 80).render(try Comparison(inputs))
        #expect(text.contains("Reviewer scorecard\nNo panel takes yet\n"))
        #expect(text.contains("No verdict yet"))
    }
}
