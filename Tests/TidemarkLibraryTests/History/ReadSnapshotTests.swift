import Testing

@testable import TidemarkLibrary

@Suite struct ReadSnapshotTests {
    @Test func whatHasChangedSince() throws {
        let before = ReadSnapshot(Samples.inputB, threshold: .half)
        #expect(ReadSnapshot(text: before.text) == before)
        #expect(before.changes(to: before) == [])
        var input = Samples.inputB
        input.takes.removeAll { $0.role == .founder }
        input.takes[0].score = 50
        input.takes[0].stance = .skip
        input.takes[1].rationale = "Another reason"
        input.takes.append(TakeRecord(role: .pm, reviewer: "Guest", stance: .skip))
        input.release.pricingText = "$5/mo"
        let after = ReadSnapshot(input, threshold: .half)
        #expect(
            try #require(ReadSnapshot(text: before.text)).changes(to: after) == [
                "Verdict: Split, before Ship", "Price: $5/mo, before No price given",
                "Builder: 50/100 · skip, before 87/100 · ship", "Founder: taken back, before 52/100 · skip",
                "PM, Guest: skip, new", "Skeptic: rewritten",
            ])
    }

    @Test func whiteSpaceIsNoNews() throws {
        var input = Samples.inputB
        input.release.pricingText = "Free\tfor\nall"
        let snapshot = ReadSnapshot(input, threshold: .half)
        #expect(try #require(ReadSnapshot(text: snapshot.text)).changes(to: snapshot) == [])
        #expect(ReadSnapshot(text: "nonsense") == nil)
    }
}
