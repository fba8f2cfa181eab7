import TestSupport
import Testing
import TidemarkCore
import TidemarkLibrary

@testable import TidemarkReplica

/// A library that was used alone, and becomes one with that of another device.
struct BecomingTests {
    private func url(_ name: String) -> String { "https://example.org/\(name)" }

    /// A household whose device B had a library of its own before it joined.
    private func united(
        _ there: (Replica) throws -> Void, _ here: (Replica) throws -> Void, isOneDeed: Bool = true
    ) throws -> (home: Household, overlap: LibraryOverlap) {
        try Scratch.with { directory in
            let home = try Household(["A", "B"])
            try there(home["A"])
            try home.settle()
            home.pass(1000)
            try home["B"].backup(to: directory + "/joined")
            var overlap: LibraryOverlap?
            let joined = home["B"]
            try home.adopt("B") { environment in
                let own = try Replica.inMemory(deviceName: "B", environment: environment).replica
                try here(own)
                overlap = try own.overlap(with: joined)
                try own.become(libraryIn: directory + "/joined", isOneDeed: isOneDeed)
                return own
            }
            try home.settle()
            for device in home.devices {
                #expect(try device.replica.fingerprint(.shelf) == home["A"].fingerprint(.shelf))
                #expect(try device.replica.status().spaces.allSatisfy { $0.isSynced && $0.parked.isEmpty })
                #expect(try device.replica.verify().problems.isEmpty)
            }
            return (home, try #require(overlap))
        }
    }

    @Test func theSameBookmarkBecomesOne() throws {
        let (home, overlap) = try united { there in
            let row = try there.add(url("same"), title: "there", tags: ["a"], folder: ["Work"])
            try there.edit(.shelf) { _ = try $0.writeNote(item: row, "note there") }
            try there.add(url("there"), folder: ["Work", "Deep"])
        } _: { here in
            let row = try here.add(url("same"), title: "here", tags: ["b"], folder: ["Work"])
            try here.edit(.shelf) { edit in
                _ = try edit.writeNote(item: row, "note here")
                _ = try edit.mark(item: row, .favourite, true)
            }
            try here.add(url("here"), folder: ["Work", "Own"])
            try here.trash(here.add(url("gone")))
        }
        #expect(overlap == LibraryOverlap(here: 2, there: 2, same: 1))
        for device in home.devices {
            let same = try #require(try device.replica.bookmark(url("same")))
            #expect(same.tags == ["a", "b"] && same.favourite && same.folders == [["Work"]])
            #expect(same.note.split(separator: "\n").sorted() == ["note here", "note there"])
            #expect(same.title == "here" && same.conflicts == 1, "the newer title shows, and the other is kept")
            #expect(Set(try device.replica.folderPaths()) == [["Work"], ["Work", "Deep"], ["Work", "Own"]])
            #expect(try device.replica.trashed().map(\.url) == [url("gone")])
            #expect(try device.replica.bookmarks(BookmarkFilter()).count == 3)
        }
    }

    /// Both began with the same import, and edited its text before they met.
    @Test func textsThatBothHaveAreMerged() throws {
        let record = ImportRecord.bookmark(.init(url: url("same"), note: "one two three"))
        let (home, _) = try united { there in
            _ = try there.importRecords([record])
            let row = try there.find(item: url("same")).row
            for note in ["one two three four", "one 2 three four"] {
                try there.edit(.shelf) { _ = try $0.writeNote(item: row, note) }
            }
        } _: { here in
            _ = try here.importRecords([record])
            let row = try here.find(item: url("same")).row
            // Single characters, which go again as a run.
            for note in ["!one two three", "!!one two three", "zero one two three"] {
                try here.edit(.shelf) { _ = try $0.writeNote(item: row, note) }
            }
        }
        for device in home.devices {
            #expect(try device.replica.bookmark(url("same"))?.note == "zero one 2 three four")
        }
    }

    /// What somebody has given another name or address is not mistaken for what goes by it now.
    @Test func renamedRowsAreNoMatch() throws {
        let (home, _) = try united { there in
            let folder = try there.mkdir(["Work"])
            try there.edit(.shelf) { try $0.rename(folder: folder, to: "Job") }
            try there.add(url("a"), folder: ["Job"])
            let item = try there.add(url("moved"), title: "moved there")
            try there.edit(.shelf) { _ = try $0.readdress(item: item, url("elsewhere")) }
        } _: { here in
            try here.add(url("b"), folder: ["Work"])
            try here.add(url("moved"), title: "stayed here")
            let folder = try here.mkdir(["Play"])
            try here.edit(.shelf) { try $0.rename(folder: folder, to: "Fun") }
            try here.add(url("c"), folder: ["Play"])
            try here.add(url("d"), folder: ["Fun"])
        }
        for device in home.devices {
            let folders = Dictionary(
                uniqueKeysWithValues: try device.replica.bookmarks(BookmarkFilter()).map { ($0.url, $0.folders) })
            #expect(folders[url("a")] == [["Job"]] && folders[url("b")] == [["Work"]])
            #expect(folders[url("c")] == [["Play"]] && folders[url("d")] == [["Fun"]])
            #expect(try device.replica.bookmark(url("elsewhere"))?.title == "moved there")
            #expect(try device.replica.bookmark(url("moved"))?.title == "stayed here")
            #expect(folders.count == 6)
        }
    }

    /// A trashing of one side does not reach what the other side has.
    @Test func whatOneSideTrashedLivesWhereTheOtherHasIt() throws {
        let (home, _) = try united { there in
            try there.add(url("mine"))
            try there.trash(there.add(url("yours")))
        } _: { here in
            try here.trash(here.add(url("mine")))
            try here.add(url("yours"))
        }
        for device in home.devices {
            #expect(Set(try device.replica.bookmarks(BookmarkFilter()).map(\.url)) == [url("mine"), url("yours")])
        }
    }

    @Test func allOfItIsOneAction() throws {
        let (home, _) = try united { _ in
        } _: { here in
            for name in ["a", "b", "c"] { try here.add(url(name), folder: ["F"]) }
        }
        let actions = try home["B"].operations(home.space(.shelf)).map { "\($0.dot.writer) \($0.action)" }
        #expect(Set(actions).count == 1)
        #expect(try home["B"].undo(nil).kept.isEmpty)
        #expect(try home["B"].bookmarks(BookmarkFilter()).isEmpty && home["B"].folderPaths().isEmpty)
        #expect(try home["B"].undo(home["B"].deeds(limit: 1).first?.id).kept.isEmpty)
        try home["B"].add(url("later"))
        try home.settle()
        #expect(try home["A"].bookmarks(BookmarkFilter()).count == 4)
    }

    /// Leaving: the same content, its history included, under other keys.
    @Test func aLibraryThatPartsTakesEverythingAlong() throws {
        try Scratch.with { directory in
            let home = try Household(["A", "B"])
            let row = try home["A"].add(url("x"), title: "x", tags: ["t"], folder: ["F"])
            try home.settle()
            try home["A"].retitle(row, "A")
            try home["B"].retitle(row, "B")
            try home.settle()
            let (before, archive) = (try home["B"].shelfEntries(), try home["B"].archive(.shelf))
            let space = try home.space(.shelf)
            let own = try Replica.create(home: directory + "/own", deviceName: "B").replica
            try own.close()
            try home["B"].become(libraryIn: directory + "/own", isOneDeed: false)
            let after = try home["B"].shelfEntries()
            #expect(after.map(\.title) == before.map(\.title) && after.map(\.folders) == before.map(\.folders))
            #expect(try home["B"].bookmark(url("x"))?.conflicts == 1)
            #expect(try home["B"].archive(.shelf) == archive)
            #expect(try home["B"].spaces().allSatisfy { $0.sid != space })
            #expect(try home["B"].status().spaces.allSatisfy { $0.relay == nil })
            #expect(try home["B"].verify().problems.isEmpty)
            #expect(try home["B"].deeds(limit: 1).isEmpty)
        }
    }

    /// Undoing takes away what came, and leaves what was there as it was.
    @Test func unitingIsUndone() throws {
        let (home, _) = try united { there in
            try there.add(url("same"), title: "there", tags: ["a"], folder: ["Work"])
        } _: { here in
            try here.add(url("same"), tags: ["b"], folder: ["Own"])
            try here.add(url("here"))
        }
        #expect(try home["B"].bookmark(url("same"))?.tags == ["a", "b"])
        _ = try home["B"].undo(nil)
        try home.settle()
        for device in home.devices {
            #expect(try device.replica.bookmarks(BookmarkFilter()).map(\.url) == [url("same")])
            let same = try #require(try device.replica.bookmark(url("same")))
            #expect(same.title == "there" && same.tags == ["a"] && same.folders == [["Work"]])
        }
    }
}
