import TestSupport
import Testing
import TidemarkCore
import TidemarkLibrary
import TidemarkReplica
import TidemarkWire

struct TrashTests {
    private let url = "https://example.org/x"

    /// A device with one bookmark in Work/Deep, known to both.
    private func household() throws -> Household {
        let home = try Household(["A", "B"])
        try home["A"].add(url, title: "x", folder: ["Work", "Deep"])
        try home.settle()
        return home
    }

    private func expectEqual(_ home: Household) throws {
        #expect(try home["A"].fingerprint(.shelf) == home["B"].fingerprint(.shelf))
        #expect(try home["A"].bookmarkTree() == home["B"].bookmarkTree())
        #expect(try home["A"].trashed() == home["B"].trashed())
    }

    @Test func rule16AConcurrentEditBringsAnItemBack() throws {
        let home = try household()
        let row = try home["A"].find(item: url).row
        try home["A"].trash(row)
        try home["B"].retitle(row, "edited")
        try home.settle()
        #expect(try home["A"].bookmark(url)?.title == "edited")
        try expectEqual(home)
    }

    @Test func rule16AProgressTickRevivesNothing() throws {
        let home = try household()
        let row = try home["A"].find(item: url).row
        try home["A"].trash(row)
        try home["B"].edit(.shelf) { _ = try $0.set(row, .item, .unread, .integer(1)) }
        try home.settle()
        #expect(try home["A"].bookmark(url) == nil)
        try expectEqual(home)
    }

    @Test func rule16AConcurrentPlacementIsContentOfTheItem() throws {
        let home = try household()
        let row = try home["A"].find(item: url).row
        try home["A"].trash(row)
        try home["B"].edit(.shelf) { _ = try $0.place(row, in: $0.folder(at: ["Elsewhere"])) }
        try home.settle()
        #expect(try home["A"].titles(in: ["Elsewhere"]) == ["x"])
        try expectEqual(home)
    }

    @Test func aFolderTakesItsContentsAlongAndBack() throws {
        let home = try household()
        let work = try home["A"].find(folder: ["Work"])
        try home["A"].trash(work, .folder)
        try home.settle()
        #expect(try home["B"].bookmark(url) == nil)
        #expect(try home["B"].trashed().map(\.url) == [url])
        #expect(try home["B"].folderPaths().isEmpty)
        try home["B"].restore(work, .folder)
        try home.settle()
        #expect(try home["A"].titles(in: ["Work", "Deep"]) == ["x"])
        try expectEqual(home)
    }

    @Test func rule16AnItemMovedIntoATrashedFolderIsRescued() throws {
        let home = try household()
        let other = try home["A"].add("https://example.org/y", title: "y", folder: ["Home"])
        try home.settle()
        try home["A"].trash(home["A"].find(folder: ["Work", "Deep"]), .folder)
        try home["B"].edit(.shelf) { try $0.move(other, to: $0.folder(at: ["Work", "Deep"])) }
        try home.settle()
        for device in home.devices {
            let rescued = try device.replica.bookmark("https://example.org/y")
            #expect(rescued?.folders == [["Work"]] && rescued?.rescued == true)
            #expect(try device.replica.bookmark(url) == nil)
            #expect(try device.replica.folderPaths() == [["Work"], ["Home"]])
        }
        try expectEqual(home)
    }

    @Test func rule16AFolderMovedIntoATrashedFolderIsRescued() throws {
        let home = try household()
        try home["A"].add("https://example.org/y", title: "y", folder: ["Home", "Deep"])
        try home.settle()
        try home["A"].trash(home["A"].find(folder: ["Work"]), .folder)
        let moved = try home["B"].find(folder: ["Home"])
        try home["B"].edit(.shelf) { try $0.move(folder: moved, to: $0.folder(at: ["Work"])) }
        try home.settle()
        for device in home.devices {
            #expect(try device.replica.bookmark("https://example.org/y")?.folders == [[]])
            #expect(try device.replica.bookmark(url) == nil)
        }
        try expectEqual(home)
        // A trashing that has seen the move takes it along.
        home.pass(1000)
        try home["B"].edit(.shelf) { edit in
            let work = NaturalKey(rows: [.root], text: "Work").rowID(kind: Kind.folder.id, space: edit.spaceID)
            try edit.trash(folder: work)
        }
        try home.settle()
        for device in home.devices { #expect(try device.replica.bookmark("https://example.org/y") == nil) }
        try expectEqual(home)
    }

    /// Between the making of a place and its first position the tables are written: nothing is hidden by that.
    @Test func whatIsImportedIntoAFolderThatChangesIsInSight() throws {
        let home = try Household(["A"])
        func records(_ url: String, _ addedAt: Int64) -> [ImportRecord] {
            [
                .folder(.init(path: ["F"], addedAt: addedAt)),
                .bookmark(.init(url: url, title: url, folder: ["F"])),
            ]
        }
        _ = try home["A"].importRecords(records("https://example.org/1", 5000))
        _ = try home["A"].importRecords(records("https://example.org/2", 4000))
        #expect(try home["A"].titles(in: ["F"]) == ["https://example.org/1", "https://example.org/2"])
        #expect(try home["A"].status().trashed == 0)
    }

    @Test func rule16AnEditBelowATrashedFolderIsRescued() throws {
        let home = try household()
        try home["A"].trash(home["A"].find(folder: ["Work"]), .folder)
        try home["B"].retitle(home["B"].find(item: url).row, "edited")
        try home.settle()
        for device in home.devices {
            let rescued = try device.replica.bookmark(url)
            #expect(rescued?.title == "edited" && rescued?.folders == [[]] && rescued?.rescued == true)
        }
        try expectEqual(home)
    }

    @Test func aRestoreWinsAgainstATrashingThatHadNotSeenIt() throws {
        let home = try household()
        let row = try home["A"].find(item: url).row
        try home["A"].trash(row)
        try home["A"].restore(row)
        try home["B"].trash(row)
        try home.settle()
        #expect(try home["B"].bookmark(url) != nil)
        try expectEqual(home)
    }

    @Test func twoTrashingsCoverTogetherWhatEachHadSeen() throws {
        let home = try household()
        let row = try home["A"].find(item: url).row
        try home["A"].edit(.shelf) { edit in
            _ = try edit.addTag(row, "a")
            _ = try edit.trash(row, .item)
        }
        try home["B"].edit(.shelf) { edit in
            _ = try edit.addTag(row, "b")
            _ = try edit.trash(row, .item)
        }
        try home.settle()
        #expect(try home["A"].bookmark(url) == nil)
        try expectEqual(home)
    }

    /// It is seen where it also stands: changing it there does not bring the other place back.
    @Test func aChangeAfterwardsBringsNoSecondPlaceBack() throws {
        let home = try household()
        let row = try home["A"].find(item: url).row
        try home["A"].edit(.shelf) { _ = try $0.place(row, in: $0.folder(at: ["Home"])) }
        try home["A"].trash(home["A"].find(folder: ["Work"]), .folder)
        try home["A"].retitle(row, "edited")
        try home.settle()
        for device in home.devices { #expect(try device.replica.bookmark(url)?.folders == [["Home"]]) }
        try expectEqual(home)
        try home["A"].trash(home["A"].find(folder: ["Home"]), .folder)
        try home.settle()
        #expect(try home["A"].bookmark(url) == nil)
        try expectEqual(home)
    }
}
