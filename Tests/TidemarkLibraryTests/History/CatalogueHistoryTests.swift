import Testing

@testable import TidemarkLibrary

@Suite struct CatalogueHistoryTests {
    private static let release = RevisionSubject.release(tool: "oak", release: "1")
    private static let pricing = RevisionSubject.pricing(tool: "oak", release: "1")

    private func take(_ role: Role, _ at: Int64, _ score: Int, _ stance: Stance) -> Revision {
        Revision(
            subject: .take(tool: "oak", release: "1", role: role, reviewer: role.rawValue), publishedAt: at,
            content: .take(
                TakeRecord(
                    role: role, reviewer: role.displayName, score: score, stance: stance, rationale: "Since \(at)")))
    }

    private var history: CatalogueHistory {
        CatalogueHistory(
            revisions: [
                Revision(
                    subject: .tool("oak"), publishedAt: 10,
                    content: .tool(ToolRecord(slug: "oak", name: "Oak", tagline: "Shade"))),
                Revision(
                    subject: Self.release, publishedAt: 10, content: .release(ReleaseRecord(slug: "1", name: "Oak 1"))),
                Revision(subject: Self.pricing, publishedAt: 10, content: .pricing("Free")),
                take(.builder, 10, 80, .ship), take(.skeptic, 20, 40, .skip), take(.skeptic, 30, 60, .ship),
                Revision(subject: Self.pricing, publishedAt: 40, content: .pricing("$5/mo")),
            ],
            votes: [
                VoteChange(reference: "oak/1", person: "a", castAt: 15, stance: .ship),
                VoteChange(reference: "oak/1", person: "a", castAt: 35, stance: .skip),
                VoteChange(reference: "oak/1", person: "b", castAt: 36, stance: .ship),
                VoteChange(reference: "oak/1", person: "b", castAt: 37, stance: nil),
            ])
    }

    @Test func anyPageAsOfAnyTime() throws {
        #expect(history.state(at: 9).releases.isEmpty)
        let verdicts = [10, 20, 30].map { time -> String? in
            history.state(at: Int64(time)).release("oak/1").map { PanelTally(takes: $0.takes).verdictLabel }
        }
        #expect(verdicts == ["Ship · 1 ship / 0 skip", "Split · 1 ship / 1 skip", "Ship · 2 ship / 0 skip"])
        let early = try #require(history.state(at: 34).release("oak/1"))
        #expect(early.votes == CommunityTally(ship: 1) && early.release.pricingText == "Free")
        #expect(early.tool.tagline == "Shade" && early.takes.last?.publishedAt == 30)
        let late = try #require(history.state(at: 40).release("oak/1"))
        #expect(late.votes == CommunityTally(skip: 1) && late.release.tiers.first?.amountMinor == 500)
    }

    @Test func theTimelineTellsWhatChanged() {
        let told = history.events(after: .min, through: .max).map { "\($0.at) \($0.title)" }
        #expect(
            told == [
                "10 New, Ship · 1 ship / 0 skip", "20 Skeptic: 40/100 · skip", "20 Verdict: Split, before Ship",
                "30 Skeptic: 60/100 · ship, before 40/100 · skip", "30 Verdict: Ship, before Split",
                "37 Votes: 0 ship / 1 skip", "40 Price: $5/mo, before Free",
            ])
    }

    /// An event has the same key in every period that holds it, and none is told twice or lost between periods.
    @Test func periodsThatFollowEachOtherTellEverythingOnce() {
        let whole = history.events(after: .min, through: .max).filter { $0.kind != .votes }.map(\.key)
        var parts: [String] = []
        for start in stride(from: Int64(0), to: 50, by: 7) {
            parts += history.events(after: start, through: start + 7).filter { $0.kind != .votes }.map(\.key)
        }
        #expect(parts == whole)
        #expect(history.events(after: 16, through: 29, tool: "elm").isEmpty)
        #expect(history.events(after: 37, through: 39).isEmpty)
    }

    @Test func whatWasTakenBackIsGoneAfterwardsAndStaysBefore() {
        let withdrawn = Revision(
            subject: .take(tool: "oak", release: "1", role: .builder, reviewer: "builder"), publishedAt: 50,
            content: .withdrawn(TakeRecord(role: .builder, reviewer: "Builder")))
        let history = CatalogueHistory(revisions: history.revisions + [withdrawn])
        #expect(history.state(at: 49).release("oak/1")?.takes.count == 2)
        #expect(history.state(at: 50).release("oak/1")?.takes.map(\.role) == [.skeptic])
        #expect(history.events(after: 40, through: 50).map(\.title) == ["Builder: taken back, before 80/100 · ship"])
    }

    @Test func aThresholdTurnsVerdictsFromItsTimeOn() {
        let threshold = Revision(subject: .catalogue, publishedAt: 25, content: .threshold(40))
        let history = CatalogueHistory(revisions: history.revisions + [threshold])
        #expect(history.events(after: 20, through: 25).map(\.title) == ["Verdict: Ship, before Split"])
        #expect(history.state(at: 24).threshold == .half && history.state(at: 25).threshold.percent == 40)
    }

    /// Two devices may have published one content after different ones.
    @Test func equalNeighboursAreOne() {
        let twice = [take(.builder, 10, 80, .ship), take(.builder, 10, 80, .ship)]
        let again = Revision(
            subject: twice[0].subject, publishedAt: 12, content: twice[0].content, id: "other")
        #expect(CatalogueHistory(revisions: [twice[0], again]).revisions == [twice[0]])
    }

    @Test func contentsAreReadBackAsThemselves() {
        let pieces = ["a", "\\", "\n", "=", "\r", "\\n", "é", " ", "name=", "\n\n"]
        for seed in 0..<300 {
            var generator = SeededGenerator(seed: UInt64(seed))
            func text() -> String {
                "x" + (0..<4).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            }
            let take = TakeRecord(role: .pm, reviewer: text(), score: 3, stance: .skip, rationale: text())
            let tool = ToolRecord(slug: "oak", name: text(), tagline: text(), description: text(), bestFor: text())
            let release = ReleaseRecord(slug: "1", name: text(), version: text(), releasedOn: "2025-01-01")
            let all: [(RevisionSubject, RevisionContent)] = [
                (.take(tool: "oak", release: "1", role: .pm, reviewer: "r"), .take(take)),
                (
                    .take(tool: "oak", release: "1", role: .pm, reviewer: "r"),
                    .withdrawn(TakeRecord(role: .pm, reviewer: text()))
                ),
                (.tool("oak"), .tool(tool)), (Self.release, .release(release)), (Self.pricing, .pricing(text())),
                (.catalogue, .threshold(60)),
            ]
            for (subject, content) in all {
                #expect(RevisionContent(text: content.text, subject: subject) == content, "seed \(seed)")
                #expect(RevisionSubject(text: subject.text) == subject)
            }
        }
        #expect(RevisionSubject(text: "take/a/b/boss/c") == nil && RevisionSubject(text: "") == nil)
    }
}
