import TestSupport
import Testing
import TidemarkCore
import TidemarkLibrary

@testable import TidemarkReplica

@Suite struct OwnVerdictTests {
    private let rows: [(row: RowID, reference: String)] = [
        (RowID(high: 2, low: 2), "oak/1"), (RowID(high: 1, low: 1), "elm/2"),
    ]
    private let today = Day(number: 20_000)

    @Test func aComparisonIsOneInWhateverOrder() throws {
        let home = try Household(["a", "b"])
        try home["a"].edit(.shelf) { _ = try $0.decide(rows, .init(chosen: "oak/1", note: "Shade."), on: today) }
        try home.settle()
        try home["b"].edit(.shelf) {
            _ = try $0.decide(rows.reversed(), .init(revisit: Day(number: 20_100)), on: today)
        }
        try home.settle()
        let own = try home["a"].ownVerdicts()
        #expect(
            own.map(\.record) == [
                OwnVerdictRecord(
                    references: ["elm/2", "oak/1"], chosen: "oak/1", note: "Shade.", revisit: Day(number: 20_100),
                    decidedOn: today)
            ])
        #expect(own[0].key == OwnVerdict.key(of: [rows[1].row, rows[0].row]))
        #expect(own[0].record.isDue(on: Day(number: 20_100)) && !own[0].record.isDue(on: Day(number: 20_099)))
    }

    @Test func aVerdictIsTakenBackAndItsNoteStays() throws {
        let home = try Household(["a"])
        let one = Array(rows.prefix(1))
        try home["a"].edit(.shelf) { _ = try $0.decide(one, .init(stance: .ship, note: "Yes."), on: today) }
        let changed = try home["a"].edit(.shelf) { try $0.decide(one, .init(stance: .some(nil)), on: today) }
        #expect(changed)
        let record = try #require(try home["a"].ownVerdicts().first?.record)
        #expect(record.stance == nil && record.note == "Yes." && record.label == "None yet")
        #expect(try home["a"].edit(.shelf) { try $0.decide(one, .init(note: "Yes."), on: today) } == false)
    }

    /// Nothing of what a reader keeps reaches the catalogue.
    @Test func theCatalogueIsLeftAlone() throws {
        let home = try Household(["a"])
        let before = try home["a"].fingerprint(.catalogue)
        try home["a"].edit(.shelf) { edit in
            try edit.decide(rows, .init(stance: .skip), on: today)
            try edit.store(RoleWeights([.pm: 2]), as: "Mine")
        }
        #expect(try home["a"].fingerprint(.catalogue) == before)
    }

    @Test func weightsAreKeptByNameOnAllDevices() throws {
        let home = try Household(["a", "b"])
        try home["a"].edit(.shelf) { _ = try $0.store(RoleWeights([.founder: 3, .pm: 1]), as: "My view") }
        try home.settle()
        try home["b"].edit(.shelf) { _ = try $0.store(RoleWeights([.founder: 5]), as: "my  view") }
        try home.settle()
        let profiles = try home["a"].weightProfiles()
        #expect(profiles.map(\.weights.label) == ["Founder 5"])
        try home["a"].edit(.shelf) { try $0.removeProfile("MY VIEW") }
        try home.settle()
        #expect(try home["b"].weightProfiles().isEmpty)
        #expect(throws: ReplicaError.self) { try home["b"].edit(.shelf) { try $0.removeProfile("my view") } }
        #expect(throws: ReplicaError.self) { try home["b"].edit(.shelf) { _ = try $0.store(RoleWeights(), as: "!") } }
    }

    @Test func whatWasReadIsKnownOnAllDevices() throws {
        let home = try Household(["a", "b"])
        let release = ReleaseRecord(slug: "1", name: "Oak 1", pricingText: "Free")
        let input = ComparisonColumn.Input(tool: ToolRecord(slug: "oak", name: "Oak"), release: release)
        let snapshot = ReadSnapshot(input, threshold: .half)
        let row = rows[0].row
        #expect(try home["a"].edit(.shelf) { try $0.markRead(row, snapshot) })
        home.pass(1000)
        #expect(try home["a"].edit(.shelf) { try $0.markRead(row, snapshot) } == false)
        try home.settle()
        let mark = try #require(try home["b"].readMarks()[row.description])
        #expect(mark.snapshot == snapshot && mark.at == home.now - 1000)
    }
}
