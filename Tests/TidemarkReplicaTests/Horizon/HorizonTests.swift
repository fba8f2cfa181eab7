import TestSupport
import Testing
import TidemarkCore
import TidemarkLibrary
import TidemarkWire

@testable import TidemarkReplica

struct HorizonTests {
    private func acknowledgement(
        _ writer: UInt64, _ days: Int64, _ last: UInt64, of author: UInt64 = 1
    ) throws -> Acknowledgements.Acknowledgement {
        let vector = try #require(VersionVector(writers: [WriterID(high: 0, low: author): .init(last: last)]))
        return .init(
            writer: WriterID(high: 0, low: writer), period: days / 30, at: days * Household.day, vector: vector)
    }

    private func last(_ acknowledgements: [Acknowledgements.Acknowledgement]) -> UInt64 {
        Horizon.of(acknowledgements).last(WriterID(high: 0, low: 1))
    }

    @Test func rule15TheHorizonIsWhatAllActiveDevicesHoldAndIs90DaysOld() throws {
        let a = try [acknowledgement(1, 1000, 10), acknowledgement(1, 1060, 20), acknowledgement(1, 1100, 30)]
        #expect(last(a) == 10, "nothing younger than 90 days")
        #expect(try last(a + [acknowledgement(2, 1099, 7)]) == 7, "not more than the slowest device holds")
        #expect(try last(a + [acknowledgement(2, 900, 7)]) == 10, "who is away for half a year is not waited for")
        #expect(last([]) == 0)
        #expect(try last([acknowledgement(1, 1100, 30)]) == 0)
    }

    @Test func devicesAcknowledgeAndTheHorizonFollows() throws {
        let home = try Household.withFolders()
        let space = try home.space(.shelf)
        let before = try home["A"].held(space)
        #expect(try home["A"].horizon(space).isEmpty)
        try home.live(days: 60)
        #expect(try home["A"].horizon(space).isEmpty, "nothing is 90 days old")
        try home.live(days: 120)
        try home.settleAcknowledged()
        #expect(try home["A"].horizon(space).covers(before))
        #expect(try home["A"].horizon(space) == home["B"].horizon(space))
        try home.expectEqual("A", "B")
        #expect(try home["A"].verify().problems.isEmpty)
    }

    @Test func acknowledgementsComeToAnEnd() throws {
        let home = try Household.withFolders()
        try home.live(days: 20)
        let space = try home.space(.shelf)
        let held = try home["A"].held(space)
        for _ in 0..<5 {
            home.pass(2 * Household.day)
            try home.sync("A")
            try home.sync("B")
        }
        let after = try home["A"].held(space)
        let more = after.writers.values.map(\.last).reduce(0, +) - held.writers.values.map(\.last).reduce(0, +)
        #expect(more <= 8, "who hears nothing but acknowledgements says nothing")
    }

    @Test func nobodyAcknowledgesForAnother() throws {
        let home = try Household.withFolders()
        let space = try home.space(.shelf)
        let victim = try #require(home["B"].spaces().first { $0.sid == space }).writer
        try home["A"].edit(.shelf) { edit in
            let key = NaturalKey(text: "\(victim)/700")
            let row = key.rowID(kind: Kind.acknowledgement.id, space: edit.spaceID)
            try edit.create(row, .acknowledgement, key: key)
            try edit.set(row, .acknowledgement, .vector, .context(edit.merger.vector))
        }
        try home.settleAcknowledged()
        for device in home.devices {
            #expect(try device.replica.column("SELECT count(*) || '' FROM acknowledgement WHERE present") == ["0"])
        }
    }

    @Test func whatLostBelowTheHorizonIsNotInASnapshot() throws {
        let home = try Household.withFolders()
        let row = try home["A"].find(item: Household.page).row
        try home["A"].retitle(row, "A")
        try home["B"].retitle(row, "B")
        try home.settleAcknowledged()
        try home.live(days: 60)
        try home.newDevice(from: "A")
        try home.settleAcknowledged()
        #expect(try home["C"].explain(.title, of: row).lost.count == 1, "a shadow is kept for 90 days")
        try home.live(days: 150, ["A", "B", "C"])
        try home.newDevice(from: "A", "D")
        try home.settleAcknowledged()
        let shadows = try home["D"].inSpace(.shelf) { try $0.entry(row, Kind.item).state[.title]?.shadows.count }
        #expect(shadows == 0)
        for name in ["B", "C", "D"] { try home.expectEqual("A", name) }
        #expect(try home["D"].verify().problems.isEmpty)
    }

    @Test func theLogOfFolderMovesIsBounded() throws {
        let home = try Household.withFolders()
        let folder = try home["A"].mkdir(["F", "G"])
        for number in 0..<30 {
            home.pass(1000)
            try home["A"].edit(.shelf) { edit in
                try edit.move(folder: folder, to: number % 2 == 0 ? .root : edit.folder(at: ["F"]))
            }
        }
        try home.settleAcknowledged()
        #expect(try Int(home["B"].column("SELECT count(*) || '' FROM folder_move")[0]) == 32)
        try home.live(days: 200)
        try home.settleAcknowledged()
        #expect(try home["A"].column("SELECT count(*) || '' FROM folder_move") == ["2"])
        try home.newDevice(from: "B")
        try home["C"].edit(.shelf) { edit in try edit.move(folder: edit.folder(at: ["F"]), to: .root) }
        try home.settleAcknowledged()
        try home.expectEqual("A", "C")
        try home.expectEqual("A", "B")
    }

    // MARK: Trash

    @Test func aRestoredRowIsWholeWhereItWasForgotten() throws {
        let home = try Household.withFolders()
        let row = try home["A"].find(item: Household.page).row
        try home["A"].trash(row)
        try home.settleAcknowledged()
        try home.live(days: 200)
        try home.newDevice(from: "A")
        #expect(try home["C"].column("SELECT title FROM item WHERE title = 'x'").isEmpty, "its content is forgotten")
        #expect(try home["C"].trashed().isEmpty)
        try home.settleAcknowledged()
        try home.expectEqual("A", "C")
        try home["B"].edit(.shelf) { _ = try $0.restore(item: row) }
        try home.settleAcknowledged()
        for name in ["A", "B", "C"] {
            let bookmark = try #require(try home[name].bookmark(Household.page))
            #expect(bookmark.title == "x" && bookmark.tags == ["old"])
        }
        try home.expectEqual("A", "C")
        try home.expectEqual("A", "B")
        #expect(try home["C"].verify().problems.isEmpty)
    }

    @Test func anEditOfWhatLiesLongInTheTrashBringsAllOfItBack() throws {
        let home = try Household.withFolders()
        let row = try home["A"].find(item: Household.page).row
        try home["A"].trash(row)
        try home.live(days: 200)
        try home.newDevice(from: "A")
        try home["B"].retitle(row, "edited")
        try home["C"].add(Household.page, title: "anew")
        try home.settleAcknowledged()
        try home.expectEqual("A", "C")
        try home.expectEqual("A", "B")
        #expect(try home["C"].bookmark(Household.page)?.tags == ["old"])
    }
}
