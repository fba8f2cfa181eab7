import Foundation
import Testing
import TidemarkLibrary

@testable import TidemarkInterchange

/// The formats of a whole page: weights, seats, explanations, news and history included.
@Suite struct ComparisonPageTests {
    private func page() throws -> ComparisonPage {
        var page = ComparisonPage(try Samples.comparison())
        page.weighing = Weighing(page.comparison, weights: try RoleWeights(parsing: "Founder 3, Skeptic 2, PM 1"))
        page.weightsName = "Mine"
        page.seats = 12
        page.news = [.init(since: 0, changes: ["Verdict: Ship, before Split"]), nil]
        page.ownVerdict = OwnVerdictRecord(
            references: ["beta/2", "alpha/1"], chosen: "alpha/1", note: "Because | of *this*.",
            revisit: Day(number: 20_000))
        return page
    }

    @Test func weightsInATerminal() throws {
        let text = ComparisonTable(width: 80).render(try page())
        #expect(text.contains("Mine: Founder 3, Skeptic 2, PM 1\n"))
        #expect(text.contains("Alpha v1 leads Beta v2 by 18.6.\n"))
        #expect(text.contains("2 of 3 roles, 50% of your"))
        #expect(text.contains("Since you last read"))
        #expect(text.contains("12 seats"))
        for width in 20...120 {
            for line in ComparisonTable(width: width).render(try page()).split(separator: "\n") {
                #expect(DisplayWidth.of(line) <= width && line.last != " ", "width \(width): \(line)")
            }
        }
    }

    /// Six tools do not fit beside each other: short values stand on a line each, behind the tools' names.
    @Test func sixToolsInEightyColumns() throws {
        let inputs = (1...6).map { number in
            ComparisonColumn.Input(
                tool: ToolRecord(slug: "t\(number)", name: "Tool \(number)", category: "Editors"),
                release: ReleaseRecord(
                    slug: "1", name: "Tool \(number)",
                    takes: [TakeRecord(role: .pm, reviewer: "PM", score: 50 + number)]))
        }
        let text = ComparisonTable(width: 80).render(try Comparison(inputs))
        #expect(text.contains("Category\n  Tool 1  Editors\n  Tool 2  Editors\n"))
        #expect(text.contains("PM\n  Tool 1  51/100\n"))
        #expect(text.split(separator: "\n").count < 70)
    }

    @Test func namesThatLookTheSameWhenTheyAreCutStandAlone() throws {
        let inputs = (1...2).map { number in
            ComparisonColumn.Input(
                tool: ToolRecord(slug: "t", name: "A name that is long"),
                release: ReleaseRecord(slug: "\(number)", name: "Tool", version: "\(number).0"))
        }
        let text = ComparisonTable(width: 44).render(try Comparison(inputs))
        #expect(text.contains("Category\n  A name that is long 1.0\n    Not stated\n  A name that is long 2.0\n"))
    }

    @Test func markdownTakesNothingForMarkup() throws {
        let text = ComparisonMarkdown.render(try page())
        #expect(text.hasPrefix("# Alpha v1 vs Beta v2\n"))
        #expect(text.contains("| **Panel verdict** | Ship · 4 ship / 0 skip | Ship · 3 ship / 1 skip |\n"))
        #expect(text.contains("Because \\| of \\*this\\*."))
        #expect(text.contains("### Builder on Alpha\n\nQuick.\n\nAnd steady.\n"))
        let cells = text.split(separator: "\n").filter { $0.hasPrefix("| ") }.map { line in
            line.replacing("\\|", with: "").split(separator: "|", omittingEmptySubsequences: false).count
        }
        #expect(Set(cells) == [5])
        #expect(
            MarkdownText.paragraphs("1. a\n+ b\n\n-c\n# d\n- e\nf\n\n* 2. g")
                == "1\\. a + b\n\n\\-c \\# d\n\n* e f\n* 2\\. g")
    }

    @Test func htmlLoadsNothingAndEscapesEverything() throws {
        var hostile = Samples.hostile
        hostile.release.takes = [TakeRecord(role: .pm, reviewer: "PM", rationale: "</div><script>alert(1)</script>")]
        let comparison = try Comparison([
            ComparisonColumn.Input(tool: hostile.tool, release: hostile.release),
            ComparisonColumn.Input(
                tool: ToolRecord(slug: "b", name: "B"), release: ReleaseRecord(slug: "1", name: "B")),
        ])
        let html = ComparisonHTML.render(ComparisonPage(comparison))
        #expect(html.contains("default-src 'none'"))
        for forbidden in ["<script", "href=\"javascript:", " src=\"", "@import", "url(", "<img", "<b>"] {
            #expect(!html.contains(forbidden), "\(forbidden)")
        }
        let whole = ComparisonHTML.render(try page())
        for tag in ["table", "tr", "td", "th", "div", "section", "article", "p", "h2"] {
            let opened = whole.ranges(of: try Regex("<\(tag)[ >]")).count
            #expect(opened == whole.ranges(of: "</\(tag)>").count, "\(tag)")
        }
        #expect(whole.contains("@media print") && whole.contains("prefers-color-scheme: dark"))
        #expect(ComparisonHTML.render(try page()) == whole)
    }

    @Test func csvIsARowForEachRelease() throws {
        let rows = ComparisonCSV.render(try page()).split(separator: "\r\n").map(String.init)
        #expect(rows.count == 3)
        #expect(rows[0].hasPrefix("reference,release,tool,version,") && rows[0].contains("price_for_12_seats"))
        #expect(rows[1].contains("\"Quick.\n\nAnd steady.\"") && rows[1].contains(",81,50,"))
        #expect(CSVText.row(["=1+1", "a\"b", "-", ""]) == "'=1+1,\"a\"\"b\",'-,\r\n")
    }

    @Test func jsonHoldsWhatWasAskedFor() throws {
        let json = ComparisonJSON(try page())
        #expect(json.weighing?.scores.map(\.score) == [81, 62.4] && json.weighing?.leader == "alpha/1")
        #expect(json.seats?.prices == ["Free", "No price given"])
        #expect(json.news?.first??.changes.count == 1 && json.news?.last == .some(nil))
        #expect(try JSONDecoder().decode(ComparisonJSON.self, from: json.encoded()) == json)
    }

    @Test func aDecisionIsARecord() throws {
        let comparison = try Samples.comparison()
        let verdict = try #require(try page().ownVerdict)
        let text = DecisionRecord.render(
            title: "Choice", columns: comparison.columns, scorecard: comparison.scorecard, verdict: verdict,
            weighing: try page().weighing)
        let heads = text.split(separator: "\n").filter { $0.hasPrefix("#") }
        #expect(
            heads == [
                "# Choice", "## Context and Problem Statement", "## Decision Drivers", "## Considered Options",
                "## Decision Outcome", "### Confirmation", "## Pros and Cons of the Options", "### Alpha v1",
                "### Beta v2", "## More Information",
            ])
        #expect(text.hasPrefix("---\nstatus: accepted\n"))
        #expect(text.contains("Chosen option: \"Alpha v1\", because\n\nBecause"))
        #expect(text.contains("* Bad, because the Founder (52/100) says: No market."))
        let open = DecisionRecord.render(
            title: "x", columns: [comparison.columns[0]], scorecard: [],
            verdict: OwnVerdictRecord(references: ["alpha/1"]), weighing: nil)
        #expect(open.contains("status: proposed") && open.contains("No option is chosen yet."))
    }
}
