import Foundation
import Testing
import TidemarkLibrary

@testable import TidemarkInterchange

@Suite struct CatalogueFolderReaderTests {
    private func problems(of text: String) -> [String] {
        CatalogueFolderReader.read(files: [("t.yaml", text)]).problems.map {
            "\($0.line ?? 0) \($0.severity) \($0.message)"
        }
    }

    @Test func aWholeCatalogue() {
        let reading = CatalogueFolderReader.read(files: [
            ("catalogue.yaml", "title: Tools\nverdictThreshold: 60\n"),
            (
                "oak-tree.yaml",
                """
                name: Oak
                category: Trees
                tagline: Shade
                bestFor: Summer
                website: https://oak.example/
                releases:
                  - version: 0.50
                    releasedOn: 2024-02-29
                    pricing: Free / $5/mo Pro
                    takes:
                      - role: PM
                        score: 88
                        stance: Ship
                        rationale: |
                          One.

                          Two.
                      - role: pm
                        reviewer: Other
                  - name: Oak next
                """
            ),
        ])
        #expect(reading.problems == [])
        #expect(reading.document.title == "Tools")
        #expect(reading.document.verdictThresholdPercent == 60)
        let takes = [
            TakeRecord(role: .pm, reviewer: "PM", score: 88, stance: .ship, rationale: "One.\n\nTwo."),
            TakeRecord(role: .pm, reviewer: "Other"),
        ]
        let releases = [
            ReleaseRecord(
                slug: "0.50", name: "Oak 0.50", version: "0.50", releasedOn: "2024-02-29",
                pricingText: "Free / $5/mo Pro",
                tiers: PriceText.parse("Free / $5/mo Pro"), takes: takes),
            ReleaseRecord(slug: "current", name: "Oak next"),
        ]
        #expect(
            reading.document.tools == [
                ToolRecord(
                    slug: "oak-tree", name: "Oak", category: "Trees", tagline: "Shade", bestFor: "Summer",
                    website: "https://oak.example/", releases: releases)
            ])
    }

    @Test func problemsNameTheirLines() {
        let text = """
            name: Oak
            colour: green
            website: oak.example
            releases:
              - version: "1"
                releasedOn: 2023-02-29
                takes:
                  - role: Lawyer
                  - role: builder
                    score: 101
                    stance: maybe
                  - role: builder
                  - just text
              - version: "1"
              - slug: A B
            """
        let found = problems(of: text)
        #expect(found.map { Int($0.prefix { $0 != " " }) ?? 0 } == [2, 3, 6, 8, 10, 11, 12, 13, 14, 15])
        #expect(found.contains { $0.hasPrefix("2 warning") && $0.contains("colour") && $0.contains("bestFor") })
        let tool = CatalogueFolderReader.read(files: [("t.yaml", text)]).document.tools.first
        #expect(tool?.website == nil)
        #expect(tool?.releases.map(\.slug) == ["1", "a-b"])
        #expect(tool?.releases.first?.takes.count == 1)
        #expect(tool?.releases.first?.takes.first?.score == nil)
    }

    @Test func wrongShapesAreProblems() {
        #expect(problems(of: "").first?.contains("empty") == true)
        #expect(problems(of: "- a").first?.contains("keys and values") == true)
        #expect(problems(of: "category: x").first?.contains("\"name\"") == true)
        #expect(problems(of: "name: a\nreleases: b").contains { $0.hasPrefix("2 error") })
        #expect(problems(of: "name: [a]").contains { $0.hasPrefix("1 error") })
        #expect(problems(of: "name: a\nreleases:\n").map { $0.contains("no releases") } == [true])
        #expect(problems(of: "name: a\n\tb: [").first?.hasPrefix("2 error") == true)
        #expect(problems(of: "name: a\nname: b").first?.contains("twice") == true)
    }

    @Test func aBadFileNeverStopsTheRest() {
        let good = "name: Good\nreleases: [{version: 1}]"
        let reading = CatalogueFolderReader.read(files: [
            ("a.yaml", "name: ["), ("b.yaml", good), ("c.yaml", "name: Other\nslug: b\nreleases: [{}]"),
            ("d.yaml", good),
        ])
        #expect(reading.document.tools.map(\.slug) == ["b", "d"])
        #expect(reading.problems.map(\.file) == ["a.yaml", "c.yaml"])
        #expect(reading.problems.last?.message.contains("b.yaml") == true)
    }

    @Test func foldersAreReadInTheOrderOfNames() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tidemark-catalogue-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for name in ["b.yml", "a.YAML", ".c.yaml", "d.txt"] {
            try Data("name: \(name)\nreleases: [{}]".utf8).write(to: folder.appending(path: name))
        }
        try Data([0xFF, 0xFE]).write(to: folder.appending(path: "e.yaml"))
        let reading = CatalogueFolderReader.read(folder: folder.path)
        #expect(reading.document.tools.map(\.name) == ["a.YAML", "b.yml"])
        #expect(reading.problems.map(\.file) == ["e.yaml"])
        #expect(CatalogueFolderReader.read(folder: folder.path + "/none").problems.count == 1)
    }

    @Test func datesOfTheCalendar() {
        for date in ["2024-02-29", "2000-02-29", "2025-12-31"] { #expect(Day(date) != nil, "\(date)") }
        for date in [
            "2023-02-29", "1900-02-29", "2025-13-01", "2025-1-1", "2025-04-31", "2025-00-10", "x", "+202-01-01",
        ] {
            #expect(Day(date) == nil, "\(date)")
        }
    }
}
