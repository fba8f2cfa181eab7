import TestSupport
import Testing
import TidemarkCore
import TidemarkLibrary
import TidemarkReplica

struct ImportTests {
    private let old: Int64 = 1_500_000_000_000

    private var file: [ImportRecord] {
        [
            .folder(.init(path: ["Empty"])),
            .bookmark(
                .init(url: "https://example.org/1", title: "one", note: "n", tags: ["a"], folder: ["F"], addedAt: old)),
            .bookmark(
                .init(url: "https://example.org/2", title: "two", folder: ["F", "G"], addedAt: old, unread: true)),
            .bookmark(
                .init(
                    url: "https://example.org/1", title: "uno", note: "m", tags: ["b"], folder: ["H"], addedAt: old - 5)
            ),
            .bookmark(.init(url: "https://example.org/3", title: "top")),
            .bookmark(.init(url: "javascript:alert(1)", title: "no", line: 9)),
        ]
    }

    @Test func everyRecordIsAccountedFor() throws {
        let home = try Household(["A"])
        let session = try home["A"].importRecords(file)
        #expect(session.counts == [.imported: 3, .merged: 1, .refused: 1])
        #expect(session.notes.last?.line == 9)
        let one = try home["A"].bookmark("https://example.org/1")
        #expect(one?.title == "one" && one?.tags == ["a", "b"] && one?.note == "n\nm" && one?.addedAt == old - 5)
        #expect(one?.folders == [["F"], ["H"]])
        #expect(try home["A"].folderPaths() == [["Empty"], ["F"], ["F", "G"], ["H"]])
        #expect(try home["A"].titles(in: []) == ["top"])
    }

    @Test func theSameFileTwiceChangesNothing() throws {
        let home = try Household(["A"])
        _ = try home["A"].importRecords(file, chunk: 2)
        let before = try home["A"].fingerprint(.shelf)
        let again = try home["A"].importRecords(file)
        #expect(again.counts == [.unchanged: 4, .refused: 1])
        #expect(try home["A"].fingerprint(.shelf) == before)
    }

    @Test func rule12ImportsNeverBeatPeople() throws {
        let home = try Household(["A", "B"])
        let row = try home["A"].add("https://example.org/1", title: "mine", tags: ["own"])
        _ = try home["A"].importRecords(file)
        let mine = try home["A"].bookmark("https://example.org/1")
        #expect(mine?.title == "mine" && mine?.tags == ["own"])
        // Nor where the import happened on another device, later.
        home.pass(60_000)
        _ = try home["B"].importRecords(file)
        try home.settle()
        #expect(try home["B"].bookmark("https://example.org/1")?.title == "mine")
        #expect(try home["A"].find(item: "https://example.org/1").row == row)
    }

    @Test func rule12TheTrashIsLeftAlone() throws {
        let home = try Household(["A"])
        _ = try home["A"].importRecords(file)
        try home["A"].trash(home["A"].find(item: "https://example.org/2").row)
        let again = try home["A"].importRecords(file)
        #expect(again.counts[.skipped] == 1)
        #expect(try home["A"].bookmark("https://example.org/2") == nil)
    }

    @Test func rule12CollectingAgainBringsEverythingBack() throws {
        let home = try Household(["A", "B"])
        let row = try home["A"].add("https://example.org/1", title: "kept")
        try home.settle()
        try home["A"].trash(row)
        try home["A"].add("https://example.org/1")
        try home["B"].trash(row)
        try home.settle()
        for device in home.devices { #expect(try device.replica.bookmark("https://example.org/1")?.title == "kept") }
    }

    @Test func aMovedOrRenamedFolderIsNotMadeAgain() throws {
        let home = try Household(["A"])
        _ = try home["A"].importRecords(file)
        let folder = try home["A"].find(folder: ["F"])
        try home["A"].edit(.shelf) { try $0.rename(folder: folder, to: "Renamed") }
        _ = try home["A"].importRecords(file)
        #expect(try home["A"].folderPaths() == [["Empty"], ["Renamed"], ["Renamed", "G"], ["H"]])
    }

    @Test func aLongImportKeepsItsOrderAndShortKeys() throws {
        let home = try Household(["A", "B"])
        let records = (0..<3000).map {
            ImportRecord.bookmark(.init(url: "https://example.org/\($0)", title: "\($0)", folder: ["F"]))
        }
        _ = try home["A"].importRecords(records, chunk: 700)
        try home.settle()
        #expect(try home["B"].titles(in: ["F"]) == (0..<3000).map(String.init))
    }

    @Test func statesHighlightsAndForeignIdsTravel() throws {
        let home = try Household(["A", "B"])
        let record = BookmarkRecord(
            url: "https://example.org/1", title: "one", progress: 40,
            highlights: [HighlightRecord(quote: "words", note: "mine", position: "0.5", colour: "blue", addedAt: old)],
            origin: "firefox:g1")
        _ = try home["A"].importRecords([.bookmark(record)])
        try home.settle()
        let before = try home["B"].fingerprint(.shelf)
        let again = try home["B"].importRecords([.bookmark(record)])
        #expect(again.counts == [.unchanged: 1])
        #expect(try home["B"].fingerprint(.shelf) == before)
        let rows = try home["B"].column("SELECT progress || '|' || origins FROM item")
        #expect(rows == ["40|firefox:g1"])
        let columns = "quote || '|' || note || '|' || passage || '|' || colour || '|' || added_at || '|' || present"
        #expect(try home["B"].column("SELECT \(columns) FROM highlight") == ["words|mine|0.5|blue|\(old)|1"])
    }

    @Test func rule16AConcurrentHighlightBringsAnItemBack() throws {
        let home = try Household(["A", "B"])
        let row = try home["A"].add("https://example.org/1")
        try home.settle()
        try home["A"].trash(row)
        try home["B"].edit(.shelf) { _ = try $0.highlight(row, HighlightRecord(quote: "words")) }
        try home.settle()
        #expect(try home["A"].bookmark("https://example.org/1") != nil)
        try home["A"].trash(row)
        try home.settle()
        #expect(try home["B"].bookmark("https://example.org/1") == nil)
    }

    /// A kill between two transactions: the same file again is the same action, and comes to the same end.
    @Test func aStoppedImportGoesOnAsTheSameAction() throws {
        let home = try Household(["A", "B"])
        var whole = try home["B"].beginImport(fingerprint: [1], verbose: true)
        try home["B"].take(file, &whole)
        try home["B"].endImport(whole)
        var stopped = try home["A"].beginImport(fingerprint: [1], verbose: true)
        try home["A"].take(Array(file.prefix(2)), &stopped)
        var again = try home["A"].beginImport(fingerprint: [1], verbose: true)
        try home["A"].take(Array(file.prefix(3)), &again)
        try home["A"].take(Array(file.dropFirst(3)), &again)
        try home["A"].endImport(again)
        let one = try home["A"].bookmark("https://example.org/1")
        #expect(one == (try home["B"].bookmark("https://example.org/1")))
        #expect(one?.tags == ["a", "b"] && one?.note == "n\nm" && one?.folders == [["F"], ["H"]])
        let space = try home.space(.shelf)
        #expect(Set(try home["A"].operations(space).map(\.action)).count == 1)
        // Once it is through, people own it.
        var third = try home["A"].beginImport(fingerprint: [1], verbose: true)
        try home["A"].edit(.shelf) { [row = try home["A"].find(item: "https://example.org/1").row] in
            _ = try $0.untag(item: row, "b")
        }
        try home["A"].take(file, &third)
        #expect(try home["A"].bookmark("https://example.org/1")?.tags == ["a"])
    }
}
