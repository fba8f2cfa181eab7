import Testing

@testable import TidemarkLibrary

@Suite struct DigestTests {
    private let history = CatalogueHistory(revisions: [
        Revision(
            subject: .tool("oak"), publishedAt: 10,
            content: .tool(ToolRecord(slug: "oak", name: "Oak", website: "https://www.oak.example/"))),
        Revision(
            subject: .release(tool: "oak", release: "1"), publishedAt: 10,
            content: .release(ReleaseRecord(slug: "1", name: "Oak 1"))),
        Revision(subject: .pricing(tool: "oak", release: "1"), publishedAt: 20, content: .pricing("$5/mo")),
    ])

    private func bookmark(_ url: String, _ addedAt: Int64?) -> DigestBookmark {
        DigestBookmark(title: "", url: url, addedAt: addedAt)
    }

    @Test func whatConcernsTheReadersOwnBookmarks() {
        let bookmarks = [
            bookmark("https://docs.oak.example/start", 1), bookmark("https://soak.example/", 15),
            bookmark("http://oak.example", nil), bookmark("about:blank", 5),
        ]
        let digest = Digest(catalogue: "Trees", history: history, bookmarks: bookmarks, after: 12, through: 30)
        #expect(digest.events.map(\.title) == ["Price: $5/mo"])
        #expect(digest.matches.map(\.bookmark.url) == ["http://oak.example", "https://docs.oak.example/start"])
        #expect(digest.newBookmarks.map(\.url) == ["https://soak.example/"] && digest.newBookmarkCount == 1)
        #expect(digest.websites == ["oak/1": "https://www.oak.example/"])
        #expect(digest.summary == "prices: 1, new bookmarks: 1")
    }

    @Test func anEmptyPeriodSaysSo() {
        let digest = Digest(catalogue: nil, history: history, bookmarks: [], after: 20, through: 86_400_000)
        #expect(digest.isEmpty && digest.matches.isEmpty)
        #expect(digest.summary == "Nothing happened (1970-01-01 to 1970-01-02).")
    }

    /// Feeds carry every event; people read what the period comes to.
    @Test func verdictsAreToldOnceAsTheyMoved() {
        func take(_ role: Role, _ at: Int64, _ stance: Stance) -> Revision {
            Revision(
                subject: .take(tool: "oak", release: "1", role: role, reviewer: role.rawValue), publishedAt: at,
                content: .take(TakeRecord(role: role, reviewer: role.displayName, stance: stance)))
        }
        let history = CatalogueHistory(
            revisions: history.revisions + [take(.pm, 30, .ship), take(.founder, 40, .skip), take(.builder, 50, .skip)])
        func verdicts(_ start: Int64, _ end: Int64) -> [String] {
            let digest = Digest(catalogue: nil, history: history, bookmarks: [], after: start, through: end)
            return digest.highlights.filter { $0.kind == .verdict || $0.kind == .newRelease }.map(\.title)
        }
        #expect(history.events(after: 25, through: 60).count { $0.kind == .verdict } == 3)
        #expect(verdicts(25, 60) == ["Verdict: Skip, before No verdict yet"])
        #expect(verdicts(35, 45) == ["Verdict: Split, before Ship"])
        #expect(verdicts(0, 60) == ["New, Skip · 1 ship / 2 skip"])
        #expect(verdicts(51, 60).isEmpty)
    }
}
