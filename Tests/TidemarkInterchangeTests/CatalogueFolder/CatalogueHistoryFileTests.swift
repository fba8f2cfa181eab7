import Testing
import TidemarkLibrary

@testable import TidemarkInterchange

/// Dates, predictions and earlier revisions in a catalogue's files.
@Suite struct CatalogueHistoryFileTests {
    private func read(_ release: String) -> CatalogueReading {
        let lines = release.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)" }
        let text = "name: Oak\nreleases:\n  - slug: a\n" + lines.joined(separator: "\n")
        return CatalogueFolderReader.read(files: [("oak.yaml", text)])
    }

    @Test func historyIsReadAndWritten() throws {
        let reading = read(
            """
            pricing: $9/mo
            priced: 2025-03-01
            takes:
              - role: pm
                score: 7
                rationale: Now.
                published: 2025-03-02T10:11:12.013Z
                predictions:
                  - {text: "Later, it grows", due: 2026-01-01, probability: 60, outcome: wrong, resolved: 2026-01-02}
                  - {text: Sooner, slug: soon, due: 2025-06-01, made: 2025-03-02}
            earlier:
              - on: 2025-02-01
                take: {role: pm, score: 5, rationale: Then.}
              - {on: 2025-01-01, pricing: Free}
              - {on: 2025-02-02, withdrawn: {role: founder, reviewer: Guest}}
            """)
        #expect(reading.problems == [])
        let release = try #require(reading.document.tools.first?.releases.first)
        #expect(release.pricedAt == Day("2025-03-01")?.start)
        #expect(release.takes[0].publishedAt.map(Moment.text) == "2025-03-02T10:11:12.013Z")
        #expect(release.takes[0].predictions.map(\.slug) == ["soon", "later-it-grows"])
        #expect(release.earlier.map { Moment.shortText($0.publishedAt) } == ["2025-01-01", "2025-02-01", "2025-02-02"])
        #expect(release.earlier[0].content == .pricing("Free"))
        #expect(release.earlier[2].content == .withdrawn(TakeRecord(role: .founder, reviewer: "Guest")))
        let files = CatalogueFolderWriter.files(of: reading.document)
        #expect(CatalogueFolderReader.read(files: files.map { ($0.name, $0.text) }) == reading)
        #expect(CatalogueFolderWriter.files(of: reading.document) == files)
    }

    @Test func whatIsWrongIsNamedWithItsLine() {
        let reading = read(
            """
            priced: soon
            takes:
              - role: pm
                predictions:
                  - text: No day
                  - {text: Same, due: 2026-01-01}
                  - {text: Same, due: 2026-01-02, outcome: maybe, probability: 100}
            earlier:
              - on: 2025-02-01
              - {on: 2025-02-01, pricing: Free, take: {role: pm}}
              - {pricing: Free}
            """)
        let messages = reading.problems.map { "\($0.line ?? 0) \($0.message.prefix(34))" }
        #expect(messages.count == 8, "\(messages.joined(separator: "\n"))")
        #expect(messages.first?.hasPrefix("4 \"priced\" is to be a day") == true)
        #expect(reading.document.tools.first?.releases.first?.takes.first?.predictions.count == 1)
        #expect(reading.document.tools.first?.releases.first?.earlier.isEmpty == true)
    }
}
