import TestSupport
import Testing
import TidemarkCore
import TidemarkLibrary
import TidemarkWire

@testable import TidemarkReplica

struct HorizonTests {
    private static let day: Int64 = 86_400_000
    private let url = "https://example.org/x"

    private func acknowledgement(
        _ writer: UInt64, _ days: Int64, _ last: UInt64, of author: UInt64 = 1
    ) throws -> Acknowledgements.Acknowledgement {
        let vector = try #require(VersionVector(writers: [WriterID(high: 0, low: author): .init(last: last)]))
        return .init(
            writer: WriterID(high: 0, low: writer), period: days / 30, at: days * Self.day, vector: vector)
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

    /// Time passes day by day, and everybody syncs now and then.
    private func live(_ home: Household, days: Int, _ names: [String] = ["A", "B"]) throws {
        for _ in stride(from: 0, to: days, by: 10) {
            home.pass(10 * Self.day)
            for name in names { try home.sync(name) }
        }
    }

    private func household() throws -> Household {
        let home = try Household(["A", "B"])
        for number in 0..<6 {
            try home["A"].add("https://example.org/\(number)", title: "\(number)", tags: ["t"], folder: ["F"])
        }
        try home["A"].add(url, title: "x", tags: ["old"], folder: ["F", "G"])
        try settle(home)
        return home
    }

    /// An acknowledgement may be due in the last round only: one more brings it to everybody.
    private func settle(_ home: Household) throws {
        try home.settle()
        try home.settle()
    }

    private func expectEqual(_ home: Household, _ a: String, _ b: String) throws {
        let space = try home.space(.shelf)
        let (mine, theirs) = (try home[a].digest(space), try home[b].digest(space))
        #expect(mine.vector == theirs.vector)
        #expect(mine.horizon == theirs.horizon)
        let comparison = DigestComparison(ReplicaDigestSource(home[a], space), ReplicaDigestSource(home[b], space))
        if case .different(let rows, _) = try comparison.run(limit: 3) {
            for row in rows {
                Issue.record("\(a) and \(b): \(row.row), here \(row.here ?? []), there \(row.there ?? [])")
            }
        }
        #expect(try home[a].bookmarkTree() == home[b].bookmarkTree())
        #expect(try home[a].problems().isEmpty && home[b].problems().isEmpty)
    }

    /// A new device that has a snapshot and no batch.
    private func newDevice(in home: Household, from host: String, _ name: String = "C") throws {
        let snapshots = try home.relays.keys.sorted().map { try home[host].makeSnapshot($0) }
        try home.join(name)
        for snapshot in snapshots { try home[name].join(snapshot) }
    }

    @Test func devicesAcknowledgeAndTheHorizonFollows() throws {
        let home = try household()
        let space = try home.space(.shelf)
        let before = try home["A"].held(space)
        #expect(try home["A"].horizon(space).isEmpty)
        try live(home, days: 60)
        #expect(try home["A"].horizon(space).isEmpty, "nothing is 90 days old")
        try live(home, days: 120)
        try settle(home)
        #expect(try home["A"].horizon(space).covers(before))
        #expect(try home["A"].horizon(space) == home["B"].horizon(space))
        try expectEqual(home, "A", "B")
        #expect(try home["A"].verify().problems.isEmpty)
    }

    @Test func acknowledgementsComeToAnEnd() throws {
        let home = try household()
        try live(home, days: 20)
        let space = try home.space(.shelf)
        let held = try home["A"].held(space)
        for _ in 0..<5 {
            home.pass(2 * Self.day)
            try home.sync("A")
            try home.sync("B")
        }
        let after = try home["A"].held(space)
        let more = after.writers.values.map(\.last).reduce(0, +) - held.writers.values.map(\.last).reduce(0, +)
        #expect(more <= 8, "who hears nothing but acknowledgements says nothing")
    }

    @Test func nobodyAcknowledgesForAnother() throws {
        let home = try household()
        let space = try home.space(.shelf)
        let victim = try #require(home["B"].spaces().first { $0.sid == space }).writer
        try home["A"].edit(.shelf) { edit in
            let key = NaturalKey(text: "\(victim)/700")
            let row = key.rowID(kind: Kind.acknowledgement.id, space: edit.spaceID)
            try edit.create(row, .acknowledgement, key: key)
            try edit.set(row, .acknowledgement, .vector, .context(edit.merger.vector))
        }
        try settle(home)
        for device in home.devices {
            #expect(try device.replica.column("SELECT count(*) || '' FROM acknowledgement WHERE present") == ["0"])
        }
    }

    @Test func whatLostBelowTheHorizonIsNotInASnapshot() throws {
        let home = try household()
        let row = try home["A"].find(item: url).row
        try home["A"].retitle(row, "A")
        try home["B"].retitle(row, "B")
        try settle(home)
        try live(home, days: 60)
        try newDevice(in: home, from: "A")
        try settle(home)
        #expect(try home["C"].explain(.title, of: row).lost.count == 1, "a shadow is kept for 90 days")
        try live(home, days: 150, ["A", "B", "C"])
        try newDevice(in: home, from: "A", "D")
        try settle(home)
        let shadows = try home["D"].inSpace(.shelf) { try $0.entry(row, Kind.item).state[.title]?.shadows.count }
        #expect(shadows == 0)
        for name in ["B", "C", "D"] { try expectEqual(home, "A", name) }
        #expect(try home["D"].verify().problems.isEmpty)
    }

    @Test func theLogOfFolderMovesIsBounded() throws {
        let home = try household()
        let folder = try home["A"].mkdir(["F", "G"])
        for number in 0..<30 {
            home.pass(1000)
            try home["A"].edit(.shelf) { edit in
                try edit.move(folder: folder, to: number % 2 == 0 ? .root : edit.folder(at: ["F"]))
            }
        }
        try settle(home)
        #expect(try Int(home["B"].column("SELECT count(*) || '' FROM folder_move")[0]) == 32)
        try live(home, days: 200)
        try settle(home)
        #expect(try home["A"].column("SELECT count(*) || '' FROM folder_move") == ["2"])
        try newDevice(in: home, from: "B")
        try home["C"].edit(.shelf) { edit in try edit.move(folder: edit.folder(at: ["F"]), to: .root) }
        try settle(home)
        try expectEqual(home, "A", "C")
        try expectEqual(home, "A", "B")
    }

    // MARK: Trash

    @Test func aRestoredRowIsWholeWhereItWasForgotten() throws {
        let home = try household()
        let row = try home["A"].find(item: url).row
        try home["A"].trash(row)
        try settle(home)
        try live(home, days: 200)
        try newDevice(in: home, from: "A")
        #expect(try home["C"].column("SELECT title FROM item WHERE title = 'x'").isEmpty, "its content is forgotten")
        #expect(try home["C"].trashed().isEmpty)
        try settle(home)
        try expectEqual(home, "A", "C")
        try home["B"].edit(.shelf) { _ = try $0.restore(item: row) }
        try settle(home)
        for name in ["A", "B", "C"] {
            let bookmark = try #require(try home[name].bookmark(url))
            #expect(bookmark.title == "x" && bookmark.tags == ["old"])
        }
        try expectEqual(home, "A", "C")
        try expectEqual(home, "A", "B")
        #expect(try home["C"].verify().problems.isEmpty)
    }

    @Test func anEditOfWhatLiesLongInTheTrashBringsAllOfItBack() throws {
        let home = try household()
        let row = try home["A"].find(item: url).row
        try home["A"].trash(row)
        try live(home, days: 200)
        try newDevice(in: home, from: "A")
        try home["B"].retitle(row, "edited")
        try home["C"].add(url, title: "anew")
        try settle(home)
        try expectEqual(home, "A", "C")
        try expectEqual(home, "A", "B")
        #expect(try home["C"].bookmark(url)?.tags == ["old"])
    }

    // MARK: Rebase

    /// C goes away with unsent work; A and B go on for long.
    private func absence(
        work: (Replica, RowID) throws -> Void, meanwhile: (Replica, RowID) throws -> Void
    ) throws -> (Household, RowID) {
        let home = try household()
        let row = try home["A"].find(item: url).row
        try home.join("C")
        try settle(home)
        try settle(home)
        home.pass(Self.day)
        try work(home["C"], row)
        home.pass(-Self.day / 2)
        try meanwhile(home["A"], row)
        try live(home, days: 400)
        return (home, row)
    }

    @Test func whatNobodyElseTouchedStands() throws {
        let (home, row) = try absence { c, row in
            try c.retitle(row, "C")
            _ = try c.edit(.shelf) { try $0.addTag(row, "c") }
            try c.add("https://example.org/new", title: "new", folder: ["H"])
        } meanwhile: { _, _ in
        }
        try settle(home)
        for name in ["A", "B", "C"] {
            #expect(try home[name].bookmark(self.url)?.title == "C")
            #expect(try home[name].bookmark("https://example.org/new")?.title == "new")
        }
        #expect(try home["A"].explain(.title, of: row).lost.isEmpty)
        try expectEqual(home, "A", "C")
    }

    /// The clock says that C was the last to write; but the others have long gone on from what they knew.
    @Test func whatOthersTouchedBecomesAShadow() throws {
        let (home, row) = try absence { c, row in
            try c.retitle(row, "C")
        } meanwhile: { a, row in
            try a.retitle(row, "A")
        }
        try settle(home)
        for name in ["A", "B", "C"] { #expect(try home[name].bookmark(self.url)?.title == "A") }
        let state = try home["A"].inSpace(.shelf) { try $0.entry(row, Kind.item).state[.title] }
        #expect(state?.candidates.map(\.value) == [.text("C"), .text("A")], "what C wrote is still there")
        try expectEqual(home, "A", "C")
        try expectEqual(home, "A", "B")
    }

    @Test func aFolderThatOthersMovedStaysWhereTheyPutIt() throws {
        let (home, _) = try absence { c, _ in
            try c.edit(.shelf) { try $0.move(folder: $0.folder(at: ["F", "G"]), to: $0.folder(at: ["C"])) }
        } meanwhile: { a, _ in
            try a.edit(.shelf) { try $0.move(folder: $0.folder(at: ["F", "G"]), to: $0.folder(at: ["A"])) }
        }
        try newDevice(in: home, from: "A", "D")
        try settle(home)
        for name in ["A", "B", "C", "D"] {
            #expect(try home[name].titles(in: ["A", "G"]) == ["x"])
            try expectEqual(home, "A", name)
        }
    }

    @Test func anEditOfWhatWasForgottenMeanwhileBringsAllOfItBack() throws {
        for bySnapshot in [false, true] {
            let (home, _) = try absence { c, row in
                try c.retitle(row, "C")
            } meanwhile: { a, row in
                try a.trash(row)
            }
            try newDevice(in: home, from: "A", "D")
            try home.sync("D")
            if bySnapshot { try home["C"].join(home["D"].makeSnapshot(home.space(.shelf))) }
            try settle(home)
            for name in ["A", "B", "C", "D"] {
                let bookmark = try #require(try home[name].bookmark(self.url), "\(name) \(bySnapshot)")
                #expect(bookmark.title == "C" && bookmark.tags == ["old"])
                try expectEqual(home, "A", name)
            }
        }
    }

    /// What was on its way when the device went away is sent as it was, or opened again where it never arrived.
    @Test func whatWasOnItsWayIsNotLost() throws {
        for arrives in [false, true] {
            let home = try household()
            let space = try home.space(.shelf)
            let row = try home["A"].find(item: url).row
            try home.join("C")
            try settle(home)
            try home["C"].retitle(row, "C")
            let plan = try home["C"].prepareSync(space)
            if arrives { _ = try home.handle(space, plan.request.serialized()) }
            try home["A"].retitle(row, "A")
            try live(home, days: 400)
            try settle(home)
            for name in ["A", "B", "C"] {
                #expect(try home[name].bookmark(self.url)?.title == "A")
                try expectEqual(home, "A", name)
            }
        }
    }
}
