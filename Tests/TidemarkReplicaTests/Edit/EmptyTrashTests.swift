import TestSupport
import Testing
import TidemarkCore
import TidemarkLibrary
import TidemarkReplica

struct EmptyTrashTests {
    private let url = "https://example.org/x"

    /// One bookmark in the trash by itself, and one with its folder; known to both devices.
    private func household() throws -> (home: Household, row: RowID) {
        let home = try Household(["A", "B"])
        let row = try home["A"].edit(.shelf) { edit in
            try edit.collect(.init(url: url, title: "secret", tags: ["t"], note: "private"), folder: ["F"]).row
        }
        try home["A"].add("https://example.org/y", title: "y", folder: ["Work", "Deep"])
        try home["A"].add("https://example.org/z", title: "z")
        try home["A"].trash(row)
        try home["A"].trash(home["A"].find(folder: ["Work"]), .folder)
        try home.settle()
        return (home, row)
    }

    @Test func whatIsDeletedIsGoneForAllCommands() throws {
        let (home, row) = try household()
        let emptied = try home["A"].edit(.shelf) { try $0.emptyTrash() }
        #expect(emptied.bookmarks == 2 && emptied.folders == 1)
        try home.settle()
        for device in home.devices {
            let replica = device.replica
            #expect(try replica.trashed().isEmpty && replica.trashedFolders().isEmpty && replica.status().trashed == 0)
            #expect(try replica.search("is:trashed or secret", limit: 9).isEmpty)
            #expect(throws: ReplicaError.self) { _ = try replica.find(item: url) }
            #expect(throws: ReplicaError.self) { _ = try replica.find(item: "secret") }
            #expect(try replica.bookmarks(BookmarkFilter()).map(\.title) == ["z"])
        }
        #expect(try home["A"].edit(.shelf) { try $0.restore(item: row) } == false)
        let again = try home["A"].edit(.shelf) { try $0.emptyTrash() }
        #expect(again.bookmarks == 0 && again.folders == 0)
        let session = try home["B"].importRecords([.bookmark(.init(url: url, title: "again"))])
        #expect(session.counts == [.skipped: 1])
    }

    @Test func noUndoBringsItBack() throws {
        let (home, _) = try household()
        _ = try home["A"].edit(.shelf, label: "trash empty") { try $0.emptyTrash() }
        let deeds = try home["A"].deeds(limit: 9)
        #expect(!deeds.contains { $0.label == "trash empty" })
        // The removal of the folder, and of the bookmark.
        for deed in deeds.prefix(2) {
            #expect(try home["A"].undo(deed.id).kept.map(\.reason) == ["the trash was emptied since"])
        }
        #expect(try home["A"].bookmarks(BookmarkFilter()).map(\.title) == ["z"])
    }

    @Test func collectingItAgainBeginsAnew() throws {
        let (home, row) = try household()
        _ = try home["A"].edit(.shelf) { try $0.emptyTrash() }
        try home.settle()
        let again = try home["B"].edit(.shelf) { try $0.collect(.init(url: url, tags: ["new"]), folder: ["G"]) }
        #expect(again.row == row && again.outcome == .new)
        try home.settle()
        for device in home.devices {
            let bookmark = try device.replica.bookmark(url)
            #expect(bookmark?.title == "" && bookmark?.tags == ["new"] && bookmark?.note == "")
            #expect(bookmark?.folders == [["G"]])
        }
        // And it can go to the trash, and out of it again.
        try home["A"].trash(row)
        #expect(try home["A"].trashed().count == 1)
        #expect(try home["A"].edit(.shelf) { try $0.restore(item: row) })
    }

    @Test func aConcurrentChangeComesBackAsEver() throws {
        let (home, row) = try household()
        _ = try home["A"].edit(.shelf) { try $0.emptyTrash() }
        home.pass(1000)
        try home["B"].restore(row)
        try home["B"].retitle(row, "wanted")
        try home.settle()
        for device in home.devices { #expect(try device.replica.bookmark(url)?.title == "wanted") }
        #expect(try home["A"].fingerprint(.shelf) == home["B"].fingerprint(.shelf))
    }
}
