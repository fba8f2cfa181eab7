import TestSupport
import Testing
import TidemarkCore
import TidemarkLibrary
import TidemarkReplica

/// Values that lost against concurrent writes: attributed, restorable, and listed for 90 days.
struct ShadowTests {
    private let url = "https://example.org/x"
    private let day: Int64 = 86_400_000

    /// Two devices that gave one bookmark two titles at the same time; the second one's wins.
    private func quarrel() throws -> (home: Household, row: RowID) {
        let home = try Household(["A", "B"])
        let row = try home["A"].add(url, title: "first", folder: ["F"])
        try home.settle()
        home.pass(1000)
        try home["A"].retitle(row, "of A")
        home.pass(1000)
        try home["B"].retitle(row, "of B")
        try home.settle()
        return (home, row)
    }

    private func inConflict(_ replica: Replica) throws -> [String] {
        try replica.search("is:conflict", limit: 10).map(\.title)
    }

    @Test func whatLostIsAttributedAndComesBack() throws {
        let (home, row) = try quarrel()
        for device in home.devices {
            let report = try device.replica.explain(.title, of: row)
            #expect(report.value == "of B" && report.writes.map(\.author.device) == ["B"])
            #expect(report.lost.map(\.value) == ["of A"] && report.lost.map(\.device) == ["A"])
            #expect(report.lost.map(\.number) == [1] && report.lost.map(\.shownBy) == ["B"])
            #expect(try inConflict(device.replica) == ["of B"])
        }
        try home["B"].edit(.shelf) { try $0.settle(.title, of: row, with: 1) }
        try home.settle()
        for device in home.devices {
            #expect(try device.replica.bookmark(url)?.title == "of A")
            #expect(try device.replica.conflicts(of: row, kind: .item).isEmpty)
            #expect(try inConflict(device.replica).isEmpty)
        }
        _ = try home["B"].undo(nil)
        #expect(try home["B"].bookmark(url)?.title == "of B")
    }

    @Test func whatIsShownCanBeKeptForGood() throws {
        let (home, row) = try quarrel()
        try home["A"].edit(.shelf) { try $0.settle(.title, of: row, with: nil) }
        try home.settle()
        for device in home.devices {
            #expect(try device.replica.bookmark(url)?.title == "of B")
            #expect(try inConflict(device.replica).isEmpty)
        }
        #expect(throws: ReplicaError.self) {
            try home["A"].edit(.shelf) { try $0.settle(.title, of: row, with: 1) }
        }
    }

    @Test func whatLostIsKeptFor90DaysAndNotLonger() throws {
        let (home, row) = try quarrel()
        home.pass(89 * day)
        try home["A"].add("https://example.org/other")
        #expect(try inConflict(home["A"]) == ["of B"])
        #expect(try home["A"].explain(.title, of: row).lost.map(\.value) == ["of A"])
        home.pass(2 * day)
        // The clock alone decides what is listed; what is counted follows with the day's first change.
        #expect(try home["A"].explain(.title, of: row).lost.isEmpty)
        try home["A"].add("https://example.org/another")
        #expect(try inConflict(home["A"]).isEmpty && home["A"].status().conflicts == 0)
        // Another write of the row does not count it again.
        try home["A"].edit(.shelf) { _ = try $0.tag(item: row, "t") }
        #expect(try home["A"].bookmark(url)?.conflicts == 0)
        #expect(throws: ReplicaError.self) {
            try home["A"].edit(.shelf) { try $0.settle(.title, of: row, with: 1) }
        }
        try home.settle()
        #expect(try home["B"].status().conflicts == 0)
        #expect(try home["A"].fingerprint(.shelf) == home["B"].fingerprint(.shelf))
    }

    /// Concurrent edits of a text are both in it: there is nothing to bring back.
    @Test func aNoteIsNeverInConflict() throws {
        let (home, row) = try quarrel()
        let before = try home["A"].bookmark(url)?.conflicts
        try home["A"].edit(.shelf) { _ = try $0.writeNote(item: row, "note of A") }
        home.pass(1000)
        try home["B"].edit(.shelf) { _ = try $0.writeNote(item: row, "note of B") }
        try home.settle()
        #expect(try home["A"].bookmark(url)?.note.split(separator: "\n").sorted() == ["note of A", "note of B"])
        #expect(try home["A"].bookmark(url)?.conflicts == before)
        #expect(try home["A"].explain(.note, of: row).lost.isEmpty)
        #expect(throws: ReplicaError.self) { try home["A"].edit(.shelf) { try $0.settle(.note, of: row, with: 1) } }
    }

    @Test func aPlaceThatLostComesBack() throws {
        let (home, row) = try quarrel()
        try home["A"].edit(.shelf) { try $0.move(row, to: $0.folder(at: ["G", "Deep"])) }
        home.pass(1000)
        try home["B"].edit(.shelf) { try $0.move(row, to: $0.folder(at: ["H"])) }
        try home.settle()
        let report = try home["B"].explain(.folder, of: row)
        #expect(report.value == "H" && report.lost.map(\.value) == ["G/Deep"] && report.lost.map(\.device) == ["A"])
        try home["B"].edit(.shelf) { try $0.settle(.folder, of: row, with: 1) }
        try home.settle()
        #expect(try home["A"].bookmark(url)?.folders == [["G", "Deep"]])
        #expect(try home["A"].explain(.folder, of: row).lost.isEmpty)
    }
}
