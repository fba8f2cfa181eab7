import TestSupport
import Testing
import TidemarkCore
import TidemarkLibrary
import TidemarkReplica

/// Devices with different versions of the program in one library.
struct UpdatingTests {
    private let url = "https://example.org/x"

    private func verdict(_ replica: Replica) throws {
        try replica.edit(.shelf) { edit in
            _ = try edit.decide([(RowID(high: 7, low: 7), "t/1")], .init(stance: .some(.ship)), on: Day(number: 20_000))
        }
    }

    /// What an earlier version cannot show it keeps and passes on, and what it cannot read it sets aside; later it shows all.
    @Test func anEarlierVersionKeepsWhatItDoesNotKnow() throws {
        let home = try Household(["A", "B", "C"])
        try home["B"].setBack(to: .earlier)
        let row = try home["A"].add(url, title: "one")
        try home["A"].edit(.shelf) { _ = try $0.mark(item: row, .favourite, true) }
        try verdict(home["A"])
        try home.settle()
        #expect(try home["B"].bookmark(url)?.favourite == false && home["B"].ownVerdicts().isEmpty)
        #expect(try home["B"].fingerprint(.shelf) == home["A"].fingerprint(.shelf))

        try home["A"].edit(.shelf) { try $0.countOpening(item: row) }
        try home.sync("A")
        home.pass(1000)
        try home["A"].retitle(row, "two")
        try home.settle()
        // The batch with the counting waits; the one behind it does not.
        #expect(try home["B"].status().spaces.flatMap(\.parked).count == 1)
        #expect(try home["B"].bookmark(url)?.title == "two" && home["B"].bookmark(url)?.opens == 0)
        try home["B"].edit(.shelf) { _ = try $0.tag(item: row, "b") }
        try home.settle()
        #expect(try home["A"].bookmark(url)?.tags == ["b"])

        try home["B"].update()
        let shown = try home["B"].bookmark(url)
        #expect(shown?.favourite == true && shown?.opens == 1 && shown?.title == "two" && shown?.tags == ["b"])
        #expect(try home["B"].ownVerdicts().count == 1)
        #expect(try home["B"].status().spaces.allSatisfy { $0.parked.isEmpty })
        try home.settle()
        for device in home.devices {
            #expect(try device.replica.fingerprint(.shelf) == home["A"].fingerprint(.shelf))
            #expect(try device.replica.verify().problems.isEmpty)
        }
    }

    /// What waits to be sent is not lost by the update, and goes out once.
    @Test func anUpdateKeepsWhatIsNotSent() throws {
        let home = try Household(["A", "B"])
        try home["B"].setBack(to: .earlier)
        try home["B"].add(url, title: "unsent")
        try home["B"].update()
        #expect(try home["B"].bookmark(url)?.title == "unsent")
        try home.settle()
        #expect(try home["A"].bookmark(url)?.title == "unsent")
        #expect(try home["A"].fingerprint(.shelf) == home["B"].fingerprint(.shelf))
    }
}
