import TestSupport
import Testing
import TidemarkCore
import TidemarkLibrary

@testable import TidemarkReplica

/// Published revisions (rule 11): immutable, the same rows on devices that publish the same, and enough for any earlier page.
@Suite struct PublishingTests {
    private func document(_ score: Int, _ price: String = "$5/mo / $9/mo Pro") -> CatalogueDocument {
        let take = TakeRecord(role: .builder, reviewer: "Builder", score: score, stance: .ship, rationale: "Solid.")
        let release = ReleaseRecord(
            slug: "1", name: "Oak 1", releasedOn: "2026-01-31", pricingText: price, tiers: PriceText.parse(price),
            takes: [take])
        return CatalogueDocument(tools: [ToolRecord(slug: "oak", name: "Oak", releases: [release])])
    }

    private func take(_ document: CatalogueDocument, into replica: Replica) throws {
        _ = try replica.edit(.catalogue) { try $0.take(document, overwrite: true) }
    }

    private func row(_ replica: Replica) throws -> RowID { try #require(try replica.releases().first).row }

    private func scores(_ replica: Replica) throws -> [Int?] {
        try replica.catalogueHistory().revisions.compactMap { revision in
            if case .take(let take) = revision.content { return take.score }
            return nil
        }
    }

    @Test func whatIsReplacedStays() throws {
        let home = try Household(["a"])
        let replica = home["a"]
        try take(document(80), into: replica)
        let first = home.now
        home.pass(Day.milliseconds)
        let release = try row(replica)
        let changed = try replica.edit(.catalogue) {
            try $0.write(takeOn: release, role: .builder, reviewer: "Builder", .init(score: 60, stance: .skip))
        }
        #expect(changed)
        #expect(try scores(replica) == [80, 60])
        let before = try #require(try replica.releases(asOf: first).releases.first)
        #expect(before.release.takes.map(\.score) == [80] && before.release.takes[0].rationale == "Solid.")
        #expect(try replica.releases(asOf: home.now).releases.first?.release.takes.map(\.stance) == [.skip])
        // Nothing new publishes nothing.
        let again = try replica.edit(.catalogue) {
            try $0.write(takeOn: release, role: .builder, reviewer: "Builder", .init(score: 60))
        }
        #expect(!again)
        #expect(try scores(replica) == [80, 60])
        // Facts and price of a release are as old as it is.
        #expect(try replica.releases(asOf: try #require(Day("2026-01-31")).last).releases.count == 1)
        #expect(try replica.releases(asOf: try #require(Day("2026-01-30")).last).releases.isEmpty)
    }

    /// Some tools have no releases that anybody dates.
    @Test func anUndatedReleaseIsAsOldAsItsFirstTake() throws {
        let home = try Household(["a"])
        var document = document(80)
        document.tools[0].releases[0].releasedOn = nil
        let day = try #require(Day("2025-01-05"))
        document.tools[0].releases[0].takes[0].publishedAt = day.start
        try take(document, into: home["a"])
        let events = try home["a"].catalogueHistory().events(after: .min, through: .max)
        #expect(events.map(\.kind) == [.newRelease] && events.first?.at == day.start)
        #expect(try home["a"].releases(asOf: day.last).releases.first?.tool.name == "Oak")
    }

    /// On a real clock time passes while a catalogue is taken in.
    @Test func whatIsTakenInAtOnceIsPublishedAtOnce() throws {
        let (clock, bytes) = (TestClock(1_800_000_000_000), SeededBytes(seed: 7))
        let environment = Environment(
            now: {
                clock.advance(by: 1)
                return clock.now
            }, random: { bytes.next($0) })
        let replica = try Replica.inMemory(deviceName: "a", environment: environment).replica
        var document = document(80)
        document.tools[0].releases[0].releasedOn = nil
        try take(document, into: replica)
        let events = try replica.catalogueHistory().events(after: .min, through: .max)
        #expect(events.map(\.title) == ["New, Ship · 1 ship / 0 skip"])
    }

    @Test func comingBackToAnEarlierContentIsARevisionToo() throws {
        let home = try Household(["a"])
        for score in [80, 60, 80, 80] {
            try take(document(score), into: home["a"])
            home.pass(1000)
        }
        #expect(try scores(home["a"]) == [80, 60, 80])
    }

    @Test func twoDevicesThatImportOneCatalogueMakeOneRevision() throws {
        let home = try Household(["a", "b"])
        for name in ["a", "b"] {
            for score in [80, 60, 80] {
                try take(document(score), into: home[name])
                home.pass(1000)
            }
        }
        let alone = try home["b"].column("SELECT hex(rid) FROM revision WHERE present ORDER BY 1")
        try home.settle()
        for name in ["a", "b"] {
            #expect(try home[name].column("SELECT hex(rid) FROM revision WHERE present ORDER BY 1") == alone)
            #expect(try scores(home[name]) == [80, 60, 80])
        }
        #expect(try home["a"].fingerprint(.catalogue) == home["b"].fingerprint(.catalogue))
    }

    @Test func aTakeThatWasTakenBackIsGoneAndItsRevisionsAreThere() throws {
        let home = try Household(["a", "b"])
        try take(document(80), into: home["a"])
        let release = try row(home["a"])
        home.pass(1000)
        try home["a"].edit(.catalogue) { try $0.withdraw(takeOn: release, role: .builder, reviewer: "Builder") }
        try home.settle()
        for name in ["a", "b"] {
            #expect(try home[name].releases().first?.release.takes.isEmpty == true)
            #expect(try home[name].releases(asOf: home.now - 1000).releases.first?.release.takes.count == 1)
            #expect(try home[name].releases(asOf: home.now).releases.first?.release.takes.isEmpty == true)
        }
        #expect(throws: ReplicaError.self) {
            try home["b"].edit(.catalogue) { try $0.withdraw(takeOn: release, role: .builder, reviewer: "Builder") }
        }
        // A foreign page does not bring it back; its author does.
        _ = try home["a"].edit(.catalogue) { try $0.take(document(80), overwrite: false) }
        #expect(try home["a"].releases().first?.release.takes.isEmpty == true)
        try home["a"].edit(.catalogue) {
            _ = try $0.write(takeOn: release, role: .builder, reviewer: "Builder", .init(score: 70))
        }
        #expect(try home["a"].releases().first?.release.takes.map(\.score) == [70])
    }

    @Test func aShorterPriceListDropsItsLastTiers() throws {
        let home = try Household(["a"])
        try take(document(80), into: home["a"])
        try take(document(80, "$5/mo"), into: home["a"])
        #expect(try home["a"].releases().first?.release.tiers.map(\.text) == ["$5/mo"])
        try take(document(80), into: home["a"])
        #expect(try home["a"].releases().first?.release.tiers.count == 2)
    }

    @Test func aDocumentCarriesItsHistory() throws {
        let home = try Household(["a"])
        let other = try Household(["b"], seed: 2)
        try take(document(80), into: home["a"])
        for (score, price) in [(60, "$7/mo"), (80, "Free")] {
            home.pass(1_234_567)
            try take(document(score, price), into: home["a"])
        }
        let release = try row(home["a"])
        let prediction = PredictionRecord(
            text: "It is free for ever", due: Day(number: 30_000), madeOn: Day(number: 20_000), probability: 70)
        try home["a"].edit(.catalogue) {
            _ = try $0.put(prediction, of: release, role: .builder, reviewer: "Builder")
            _ = try $0.write(takeOn: release, role: .pm, reviewer: "Guest", .init(score: 1))
            _ = try $0.put(prediction, of: release, role: .pm, reviewer: "Guest")
            try $0.withdraw(takeOn: release, role: .pm, reviewer: "Guest")
        }
        let written = try home["a"].catalogueDocument()
        let record = try #require(written.tools.first?.releases.first)
        #expect(record.earlier.count == 6 && record.takes.first?.predictions == [prediction])
        try take(written, into: other["b"])
        #expect(try other["b"].catalogueDocument() == written)
        #expect(try other["b"].predictions().map(\.entry) == home["a"].predictions().map(\.entry))
        let (mine, theirs) = (try home["a"].catalogueHistory(), try other["b"].catalogueHistory())
        #expect(mine.events(after: .min, through: .max) == theirs.events(after: .min, through: .max))
        try take(written, into: home["a"])
        #expect(try home["a"].catalogueDocument() == written)
    }

    @Test func whatAnUndoneImportBroughtHasNoHistory() throws {
        let home = try Household(["a"])
        try take(document(80), into: home["a"])
        #expect(try !home["a"].catalogueHistory().revisions.isEmpty)
        _ = try home["a"].undo(nil)
        #expect(try home["a"].catalogueHistory().events(after: .min, through: .max).isEmpty)
        try take(document(80), into: home["a"])
        #expect(try home["a"].releases(asOf: home.now).releases.first?.release.takes.map(\.score) == [80])
        #expect(try scores(home["a"]).last == 80)
    }

    @Test func whatAnUndoBringsBackIsPublished() throws {
        let home = try Household(["a"])
        try take(document(80), into: home["a"])
        let release = try row(home["a"])
        home.pass(1000)
        try home["a"].edit(.catalogue) {
            _ = try $0.write(takeOn: release, role: .builder, reviewer: "Builder", .init(score: 60))
        }
        home.pass(1000)
        _ = try home["a"].undo(nil)
        #expect(try scores(home["a"]) == [80, 60, 80])
        #expect(try home["a"].catalogueDocument().tools[0].releases[0].takes[0].publishedAt == home.now)
    }

    @Test func votesOfEarlierTimesCount() throws {
        let home = try Household(["a", "b"])
        try take(document(80), into: home["a"])
        let release = try row(home["a"])
        for stance: Stance? in [.ship, .skip, nil] {
            try home["a"].edit(.catalogue) { try $0.vote(release, stance) }
            try home.settle()
            home.pass(1000)
        }
        for name in ["a", "b"] {
            let votes = try home[name].catalogueHistory().votes
            #expect(votes.map(\.stance) == [.ship, .skip, nil])
            let states = try votes.map { try home[name].releases(asOf: $0.castAt).releases.first?.votes.ship }
            #expect(states == [1, 0, 0])
        }
    }

    @Test func predictionsAreJudgedAndOpenedAgain() throws {
        let home = try Household(["a", "b"])
        try take(document(80), into: home["a"])
        let release = try row(home["a"])
        let prediction = PredictionRecord(text: "It grows", due: Day(number: 10), probability: 60)
        for name in ["a", "a"] {
            try home[name].edit(.catalogue) {
                _ = try $0.put(prediction, of: release, role: .pm, reviewer: "Guest")
            }
        }
        try home.settle()
        let found = try #require(try home["b"].predictions().first)
        #expect(try home["b"].predictions().count == 1 && found.entry.name == "oak/1/pm/it-grows")
        try home["b"].edit(.catalogue) { _ = try $0.resolve(found.row, .wrong, on: Day(number: 11)) }
        try home.settle()
        #expect(try home["a"].predictions().first?.entry.prediction.outcome == .wrong)
        try home["a"].edit(.catalogue) { _ = try $0.resolve(found.row, nil, on: Day(number: 12)) }
        #expect(try home["a"].predictions().first?.entry.prediction == prediction)
    }
}
