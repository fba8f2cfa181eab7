import Testing
import TidemarkLibrary

@testable import TidemarkInterchange

@Suite struct SampleCatalogueTests {
    @Test func theSampleHasNoProblems() throws {
        let reading = CatalogueFolderReader.read(folder: ProjectFiles.path("Samples/catalogue"))
        #expect(reading.problems == [])
        #expect(reading.document.title != nil)
        #expect(reading.document.tools.count >= 12)
        #expect(Set(reading.document.tools.map(\.category)).count >= 6)
        for tool in reading.document.tools {
            #expect(!tool.tagline.isEmpty && !tool.description.isEmpty && tool.website != nil, "\(tool.slug)")
            for release in tool.releases {
                #expect(release.takes.allSatisfy { !$0.rationale.isEmpty && $0.score != nil && $0.stance != nil })
                #expect(release.takes.allSatisfy { $0.publishedAt != nil }, "\(tool.slug)")
                #expect(release.tiers.allSatisfy { $0.amountMinor != nil }, "\(release.pricingText)")
            }
        }
    }

    @Test func theDocumentedFiguresHold() throws {
        let reading = CatalogueFolderReader.read(folder: ProjectFiles.path("Samples/catalogue"))
        let tallies = try ["cursor", "smollm3"].map { slug in
            let tool = try #require(reading.document.tools.first { $0.slug == slug })
            return PanelTally(takes: try #require(tool.releases.last).takes)
        }
        #expect(tallies.map(\.shareLabel) == ["Panel ship 100%", "Panel ship 75%"])
        #expect(tallies.map(\.meanScoreLabel) == ["83.5", "74.75"])
    }

    @Test func theSampleBookmarksAreRead() throws {
        let records = NetscapeReader.read(try #require(ProjectFiles.bytes("Samples/bookmarks.html")))
        #expect(records.refusals.isEmpty)
        #expect(records.bookmarks.count >= 60)
        let keys = try records.bookmarks.map { try AddressNormalizer.key(of: $0.url) }
        #expect(Set(keys).count == keys.count - 1)
        #expect(records.folders.contains { $0.path.count > 1 })
        #expect(records.bookmarks.contains { $0.unread } && records.bookmarks.contains { !$0.note.isEmpty })
        #expect(records.bookmarks.allSatisfy { $0.addedAt != nil && !$0.title.isEmpty })
        let tree = BookmarkTree(name: "Bookmarks", records: records)
        #expect(NetscapeReader.read(NetscapeWriter.write(tree)).withoutLines == records.withoutLines)
    }
}
