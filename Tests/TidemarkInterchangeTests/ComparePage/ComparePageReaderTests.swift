import Testing
import TidemarkLibrary

@testable import TidemarkInterchange

@Suite struct ComparePageReaderTests {
    /// Three tools; the scorecard stands first, there is no PM row, one cell has two paragraphs.
    private static let page = """
        Compare/Oak v2.1 vs Elm vs Ash 3.0
        AI tool comparison

        Reviewer scorecard
        Builder
        91/100 · ship

        Easy to plant.

        Grows by itself.

        No panel take
        40/100 · skip

        Falls over.

        Founder
        No panel take
        No panel take
        75/100
        Pays for the ground it stands on.

        Decision
        Oak v2.1
        Elm
        Ash 3.0
        Category
        Trees
        Trees
        Shrubs
        Pricing
        $5/mo
        Free
        Contact sales
        Best for
        Shade
        Leaves in autumn
        Handles
        Panel verdict
        Ship · 1 ship / 0 skip
        No verdict yet
        Skip · 0 ship / 2 skip
        Community
        3 ship / 1 skip
        No community votes yet
        No community votes yet

        O
        Trees
        Oak v2.1
        Shade for a century
        Ship
        100%
        Panel ship
        4
        Community
        $5/mo
        Entry
        A broad tree.

        It carries acorns.

        E
        Elm
        Leaves in autumn
        Split
        Entry
        A tall tree.

        A
        Trees
        Ash 3.0
        Hard wood
        A tree for tools.

        Bookmarks
        Nothing here
        """

    @Test func threeToolsInAnyOrderOfSections() throws {
        let reading = try ComparePageReader.read(Self.page)
        let tools = reading.document.tools
        #expect(tools.map(\.slug) == ["oak", "elm", "ash"])
        #expect(tools.map(\.name) == ["Oak", "Elm", "Ash"])
        #expect(tools.map(\.category) == ["Trees", "Trees", "Trees"])
        #expect(tools.map(\.tagline) == ["Shade for a century", "Leaves in autumn", "Hard wood"])
        #expect(tools.map(\.bestFor) == ["Shade", nil, "Handles"])
        #expect(
            tools.map(\.description) == ["A broad tree.\n\nIt carries acorns.", "A tall tree.", "A tree for tools."])
        let releases = tools.flatMap(\.releases)
        #expect(releases.map(\.name) == ["Oak v2.1", "Elm", "Ash 3.0"])
        #expect(releases.map(\.slug) == ["2.1", "current", "3.0"])
        #expect(releases.map(\.pricingText) == ["$5/mo", "Free", "Contact sales"])
        #expect(releases.map { $0.tiers.map(\.amountMinor) } == [[500], [0], [nil]])
        #expect(
            releases.map(\.takes) == [
                [
                    TakeRecord(
                        role: .builder, reviewer: "Builder", score: 91, stance: .ship,
                        rationale: "Easy to plant.\n\nGrows by itself.")
                ],
                [],
                [
                    TakeRecord(role: .builder, reviewer: "Builder", score: 40, stance: .skip, rationale: "Falls over."),
                    TakeRecord(
                        role: .founder, reviewer: "Founder", score: 75, rationale: "Pays for the ground it stands on."),
                ],
            ])
    }

    @Test func whatIsOddIsSaid() throws {
        let messages = try ComparePageReader.read(Self.page).problems.map(\.message)
        #expect(messages.count == 4)
        for part in ["no take on Elm", "votes on Oak v2.1", "verdict \"Skip · 0 ship / 2 skip\"", "under \"Shrubs\""] {
            #expect(messages.contains { $0.contains(part) }, "\(part)")
        }
    }

    @Test func rowsWithTooFewCellsAndUnknownSeats() throws {
        let page = """
            Decision
            A
            B
            Reviewer scorecard
            Builder
            80/100 · ship
            Good.
            Lawyer
            10/100 · skip
            Risky.
            No panel take
            Skeptic
            No panel take
            20/100 · skip
            Bad.
            """
        let reading = try ComparePageReader.read(page)
        #expect(reading.document.tools.map { $0.releases.first?.takes.map(\.rationale) } == [["Good."], ["Bad."]])
        #expect(reading.problems.map(\.line) == [5, 8])
        #expect(reading.problems.allSatisfy { $0.severity == .error })
    }

    @Test func noPageIsAnErrorWithALine() {
        func error(_ text: String) -> ComparePageError? {
            do throws(ComparePageError) {
                _ = try ComparePageReader.read(text)
                return nil
            } catch { return error }
        }
        #expect(error("")?.line == 1)
        #expect(error("A vs B\nsome text")?.line == 1)
        #expect(error("\nDecision\nA\nPricing\nFree")?.line == 2)
        #expect(error("Reviewer scorecard\nBuilder")?.line == 1)
        #expect(error("A vs B\nA\nB\nReviewer scorecard") == nil)
    }

    @Test func damagedPagesNeverStopTheReader() {
        let lines = Self.page.split(separator: "\n", omittingEmptySubsequences: false)
        for seed in 0..<500 {
            var generator = SeededGenerator(seed: UInt64(seed))
            var damaged = lines
            for _ in 0..<Int.random(in: 1...12, using: &generator) {
                let index = Int.random(in: 0..<damaged.count, using: &generator)
                if Bool.random(using: &generator) {
                    damaged.remove(at: index)
                } else {
                    damaged.swapAt(index, Int.random(in: 0..<damaged.count, using: &generator))
                }
            }
            guard let reading = try? ComparePageReader.read(damaged.joined(separator: "\n")) else { continue }
            #expect(reading.document.tools.count >= 2, "seed \(seed)")
            let slugs = reading.document.tools.map(\.slug)
            #expect(Set(slugs).count == slugs.count, "seed \(seed)")
        }
    }

    @Test func versionsInNames() {
        for (name, tool, version) in [
            ("Cursor v0.50 – Agent", "Cursor", "0.50"), ("SmolLM3", "SmolLM3", nil), ("Go 1.22", "Go", "1.22"),
            ("v2 Ray", "v2 Ray", nil), ("Studio V3", "Studio", "3"), ("Area 51", "Area 51", nil),
            ("A 3.1, B", "A 3.1, B", nil),
        ] {
            #expect(VersionedName(name).tool == tool, "\(name)")
            #expect(VersionedName(name).version == version, "\(name)")
        }
    }

    /// The page that the project began with; it is not part of the project.
    @Test(.enabled(if: ProjectFiles.exists("../shared/seed/compare-page.txt")))
    func theFirstPageLosesNothing() throws {
        let bytes = try #require(ProjectFiles.bytes("../shared/seed/compare-page.txt"))
        let text = String(decoding: bytes, as: UTF8.self)
        let reading = try ComparePageReader.read(text)
        #expect(reading.problems == [])
        let releases = reading.document.tools.flatMap(\.releases)
        #expect(releases.map { $0.takes.map(\.score) } == [[88, 82, 85, 79], [87, 78, 82, 52]])
        #expect(
            releases.map { $0.takes.map(\.stance) } == [[.ship, .ship, .ship, .ship], [.ship, .ship, .ship, .skip]])
        #expect(
            releases.map { $0.takes.map(\.role) } == [
                [.builder, .skeptic, .futurist, .pm], [.builder, .skeptic, .futurist, .founder],
            ])
        let kept = releases.flatMap { $0.takes.map(\.rationale) } + reading.document.tools.map(\.description)
        // Everything longer than a heading is a rationale or a description.
        let paragraphs = text.split(separator: "\n").map(String.init).filter { $0.utf8.count > 200 }
        #expect(paragraphs.count == 10)
        #expect(Set(kept) == Set(paragraphs))
        #expect(
            releases.map(\.pricingText) == [
                "Free tier / $20/mo Pro / $40/mo Business", "Free (Apache 2.0 open-source)",
            ])
        #expect(reading.document.tools.map(\.category) == ["Developer Tools", "Developer Tools"])
        let inputs = zip(reading.document.tools, releases).map { ComparisonColumn.Input(tool: $0, release: $1) }
        let comparison = try Comparison(inputs)
        #expect(comparison.columns.map(\.panel.verdictLabel) == ["Ship · 4 ship / 0 skip", "Ship · 3 ship / 1 skip"])
        #expect(comparison.columns.map(\.entry) == ["Free", "Free"])
        #expect(text.contains(comparison.title))
        for row in comparison.decisions { for value in row.values { #expect(text.contains("\n\(value)\n")) } }
    }
}
