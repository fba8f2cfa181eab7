import TestSupport
import Testing
import TidemarkCore
import TidemarkLibrary
import TidemarkReplica

/// Two devices that make the same thing offline make one thing; names are never taken over by what has another name now.
struct RowIdentityTests {
    @Test func theSameAddressOnFiveDevicesIsOneItem() throws {
        let home = try Household(["A", "B", "C", "D", "E"])
        for (index, device) in home.devices.enumerated() {
            try device.replica.add("https://Example.org:443/x?utm_source=\(index)", tags: ["t\(index)"])
            home.pass(1000)
        }
        try home.settle()
        for device in home.devices {
            let all = try device.replica.bookmarks(BookmarkFilter())
            #expect(all.count == 1)
            #expect(all.first?.tags.sorted() == ["t0", "t1", "t2", "t3", "t4"])
            #expect(all.first?.addedAt == 1_800_000_000_000)
        }
    }

    @Test func rule9AFolderRenamedLeavesItsNameFree() throws {
        let home = try Household(["A", "B"])
        let work = try home["A"].mkdir(["Work"])
        try home["A"].edit(.shelf) { try $0.rename(folder: work, to: "Job") }
        let again = try home["A"].mkdir(["Work"])
        #expect(again != work)
        try home.settle()
        #expect(try home["B"].folderPaths() == [["Job"], ["Work"]])
    }

    @Test func rule9TheSameFolderMadeTwiceIsOne() throws {
        let home = try Household(["A", "B"])
        try home["A"].mkdir(["Work", "Deep"])
        try home["B"].mkdir(["Work", "Deep"])
        try home.settle()
        #expect(try home["A"].folderPaths() == [["Work"], ["Work", "Deep"]])
        #expect(try home["B"].folderPaths() == [["Work"], ["Work", "Deep"]])
    }

    @Test func rule9AnItemWhoseAddressWasChangedFreesTheOldOne() throws {
        let home = try Household(["A", "B"])
        let row = try home["A"].add("https://example.org/old", title: "moved")
        try home["A"].edit(.shelf) { _ = try $0.set(row, .item, .url, .text("https://example.org/new")) }
        let other = try home["A"].add("https://example.org/old", title: "fresh")
        #expect(other != row)
        try home.settle()
        #expect(Set(try home["B"].bookmarks(BookmarkFilter()).map(\.title)) == ["moved", "fresh"])
    }

    /// Two devices import one file, one of them moves an entry: it must not stay behind.
    @Test func rule10AMovedBookmarkDoesNotStayBehind() throws {
        let home = try Household(["A", "B"])
        let file: [ImportRecord] = [
            .bookmark(.init(url: "https://example.org/x", title: "x", folder: ["F"], addedAt: 1_500_000_000_000))
        ]
        _ = try home["A"].importRecords(file)
        let row = try home["A"].find(item: "https://example.org/x").row
        try home["A"].edit(.shelf) { try $0.move(row, to: $0.folder(at: ["G"])) }
        home.pass(1000)
        _ = try home["B"].importRecords(file)
        try home.settle()
        for device in home.devices {
            #expect(try device.replica.titles(in: ["F"]) == [])
            #expect(try device.replica.titles(in: ["G"]) == ["x"])
        }
    }

    @Test func rule10AnItemWithoutAPlacementIsUnfiled() throws {
        let home = try Household(["A"])
        let row = try home["A"].add("https://example.org/x", title: "x", folder: ["F"])
        try home["A"].edit(.shelf) { _ = try $0.unplace(row, from: $0.folder(at: ["F"])) }
        var filter = BookmarkFilter()
        filter.unfiledOnly = true
        #expect(try home["A"].bookmarks(filter).map(\.title) == ["x"])
        #expect(try home["A"].titles(in: ["F"]) == [])
    }
}
