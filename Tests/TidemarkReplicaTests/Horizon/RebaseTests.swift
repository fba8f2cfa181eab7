import TestSupport
import Testing
import TidemarkCore
import TidemarkLibrary
import TidemarkWire

@testable import TidemarkReplica

struct RebaseTests {
    /// C goes away with unsent work; A and B go on for long.
    private func absence(
        work: (Replica, RowID) throws -> Void, meanwhile: (Replica, RowID) throws -> Void
    ) throws -> (Household, RowID) {
        let home = try Household.withFolders()
        let row = try home["A"].find(item: Household.page).row
        try home.join("C")
        try home.settleAcknowledged()
        try home.settleAcknowledged()
        home.pass(Household.day)
        try work(home["C"], row)
        home.pass(-Household.day / 2)
        try meanwhile(home["A"], row)
        try home.live(days: 400)
        return (home, row)
    }

    @Test func whatNobodyElseTouchedStands() throws {
        let (home, row) = try absence { c, row in
            try c.retitle(row, "C")
            _ = try c.edit(.shelf) { try $0.addTag(row, "c") }
            try c.add("https://example.org/new", title: "new", folder: ["H"])
        } meanwhile: { _, _ in
        }
        try home.settleAcknowledged()
        for name in ["A", "B", "C"] {
            #expect(try home[name].bookmark(Household.page)?.title == "C")
            #expect(try home[name].bookmark("https://example.org/new")?.title == "new")
        }
        #expect(try home["A"].explain(.title, of: row).lost.isEmpty)
        try home.expectEqual("A", "C")
    }

    /// The clock says that C was the last to write; but the others have long gone on from what they knew.
    @Test func whatOthersTouchedBecomesAShadow() throws {
        let (home, row) = try absence { c, row in
            try c.retitle(row, "C")
        } meanwhile: { a, row in
            try a.retitle(row, "A")
        }
        try home.settleAcknowledged()
        for name in ["A", "B", "C"] { #expect(try home[name].bookmark(Household.page)?.title == "A") }
        let state = try home["A"].inSpace(.shelf) { try $0.entry(row, Kind.item).state[.title] }
        #expect(state?.candidates.map(\.value) == [.text("C"), .text("A")], "what C wrote is still there")
        try home.expectEqual("A", "C")
        try home.expectEqual("A", "B")
    }

    @Test func aFolderThatOthersMovedStaysWhereTheyPutIt() throws {
        let (home, _) = try absence { c, _ in
            try c.edit(.shelf) { try $0.move(folder: $0.folder(at: ["F", "G"]), to: $0.folder(at: ["C"])) }
        } meanwhile: { a, _ in
            try a.edit(.shelf) { try $0.move(folder: $0.folder(at: ["F", "G"]), to: $0.folder(at: ["A"])) }
        }
        try home.newDevice(from: "A", "D")
        try home.settleAcknowledged()
        for name in ["A", "B", "C", "D"] {
            #expect(try home[name].titles(in: ["A", "G"]) == ["x"])
            try home.expectEqual("A", name)
        }
    }

    @Test func anEditOfWhatWasForgottenMeanwhileBringsAllOfItBack() throws {
        for bySnapshot in [false, true] {
            let (home, _) = try absence { c, row in
                try c.retitle(row, "C")
            } meanwhile: { a, row in
                try a.trash(row)
            }
            try home.newDevice(from: "A", "D")
            try home.sync("D")
            if bySnapshot { try home["C"].join(home["D"].makeSnapshot(home.space(.shelf))) }
            try home.settleAcknowledged()
            for name in ["A", "B", "C", "D"] {
                let bookmark = try #require(try home[name].bookmark(Household.page), "\(name) \(bySnapshot)")
                #expect(bookmark.title == "C" && bookmark.tags == ["old"])
                try home.expectEqual("A", name)
            }
        }
    }

    /// What was on its way when the device went away is sent as it was, or opened again where it never arrived.
    @Test func whatWasOnItsWayIsNotLost() throws {
        for arrives in [false, true] {
            let home = try Household.withFolders()
            let space = try home.space(.shelf)
            let row = try home["A"].find(item: Household.page).row
            try home.join("C")
            try home.settleAcknowledged()
            try home["C"].retitle(row, "C")
            let plan = try home["C"].prepareSync(space)
            if arrives { _ = try home.handle(space, plan.request.serialized()) }
            try home["A"].retitle(row, "A")
            try home.live(days: 400)
            try home.settleAcknowledged()
            for name in ["A", "B", "C"] {
                #expect(try home[name].bookmark(Household.page)?.title == "A")
                try home.expectEqual("A", name)
            }
        }
    }
}
