import TestSupport
import Testing
import TidemarkCore
import TidemarkLibrary
import TidemarkReplica
import TidemarkWire

/// Rules about actions, cursors and keys, by their numbers.
struct RelayRulesTests {
    /// An action larger than a batch is split between its ops, and stays one action.
    @Test func rule7AnActionLargerThanABatchStaysOne() throws {
        let home = try Household(["A", "B"])
        let records = (0..<6000).map { number in
            ImportRecord.bookmark(BookmarkRecord(url: "https://example.org/\(number)", title: "t\(number)"))
        }
        _ = try home["A"].importRecords(records)
        try home.settle()
        let shelf = try home.space(.shelf)
        #expect(home.relays[shelf]?.log.count ?? 0 > 1)
        let actions = Set(try home["B"].operations(shelf).map(\.action))
        #expect(actions.count == 1)
    }

    /// What was acknowledged is never stamped anew; a relay that lost it, and the time as well, is waited for.
    @Test func rule19AnEmptiedRelayWithoutTheTimeIsWaitedFor() throws {
        let home = try Household(["A", "B"])
        let shelf = try home.space(.shelf)
        try home["A"].add("https://example.org/1")
        try home.settle()
        let stamps = try home["A"].operations(shelf).map(\.stamp)
        home.relays[shelf] = RelayModel(members: try home["A"].membership(shelf), epoch: 9)
        let now = home.now
        home.now = 1000
        #expect(throws: Household.Stuck.self) { try home.sync("A") }
        #expect(try home["A"].status().spaces.contains { $0.problem?.contains("clock") == true })
        home.now = now
        try home.settle()
        #expect(try home["A"].operations(shelf).map(\.stamp) == stamps)
        #expect(home.relays[shelf]?.log.count == 1)
    }

    /// A relay that was restored and has grown again stands at the same number with another log.
    @Test func rule21ARelayRolledBackAndGrownAgainLosesNothing() throws {
        let home = try Household(["A", "B"])
        let shelf = try home.space(.shelf)
        try home["A"].add("https://example.org/1")
        try home.settle()
        let backup = home.relays[shelf]
        try home["A"].add("https://example.org/2")
        try home.sync("A")
        home.relays[shelf] = backup
        try home["B"].add("https://example.org/3")
        try home.sync("B")
        #expect(home.relays[shelf]?.log.count == 2)
        try home.settle()
        for device in home.devices {
            #expect(try device.replica.bookmarks(BookmarkFilter()).count == 3)
            #expect(try device.replica.status().spaces.allSatisfy { $0.isSynced })
        }
        #expect(try home["A"].fingerprint(.shelf) == home["B"].fingerprint(.shelf))
    }

    /// A write that is called durable waits for the disk: 2 is FULL.
    @Test func rule21CommitsWaitForTheDisk() throws {
        let home = try Household(["A"])
        #expect(try home["A"].column("PRAGMA synchronous") == ["2"])
    }

    /// Others' batches are kept: the relay can lose all, and so can their author.
    @Test func rule22OthersBatchesRefillAWipedRelay() throws {
        let home = try Household(["A", "B"])
        let shelf = try home.space(.shelf)
        try home["A"].add("https://example.org/1", title: "A's")
        try home.settle()
        let members = try home["B"].membership(shelf)
        home.lose("A")
        home.relays[shelf] = RelayModel(members: members, epoch: 7)
        try home.sync("B")
        #expect(home.relays[shelf]?.log.count == 1)
        #expect(try home["B"].bookmark("https://example.org/1")?.title == "A's")
    }

    /// One device's keys, writers and person do not link its spaces for a relay that carries both.
    @Test func rule27DeviceKeysArePerSpace() throws {
        let home = try Household(["A"])
        let spaces = try home["A"].spaces()
        #expect(spaces.count == 2)
        #expect(Set(spaces.map(\.devicePublicKey)).count == 2)
        #expect(Set(spaces.map(\.secret)).count == 2)
    }
}
