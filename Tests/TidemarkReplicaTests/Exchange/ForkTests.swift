import TestSupport
import Testing
import TidemarkCore
import TidemarkLibrary
import TidemarkReplica

/// A library that was copied, or restored from a backup: the copies become devices of their own.
struct ForkTests {
    private let x = "https://example.org/x"
    private let y = "https://example.org/y"

    private func expectLevel(_ home: Household, _ comment: Comment? = nil) throws {
        for device in home.devices {
            for kind in SpaceRecord.Kind.allCases {
                let level = try device.replica.fingerprint(kind) == home.devices[0].replica.fingerprint(kind)
                #expect(level, comment)
            }
            for space in try device.replica.status().spaces {
                #expect(space.isSynced && space.parked.isEmpty, comment)
            }
            #expect(try device.replica.problems().isEmpty, comment)
        }
    }

    @Test func rule20TwoCopiesBothKeepTheirWork() throws {
        let home = try Household(["A", "B"])
        let row = try home["A"].add(x, title: "base", folder: ["Work"])
        try home.settle()
        try home.copy("A", as: "copy")
        try home["A"].retitle(row, "from A")
        try home["A"].add("https://example.org/a", tags: ["a"])
        home.pass(10)
        try home["copy"].retitle(row, "from the copy")
        try home["copy"].add("https://example.org/c", tags: ["c"], folder: ["Work", "Deep"])
        try home["copy"].edit(.shelf) { _ = try $0.write(row, .item, .note, "noted") }
        try home.settle()
        try expectLevel(home)
        for device in home.devices {
            let bookmark = try device.replica.bookmark(x)
            #expect(bookmark?.title == "from the copy" && bookmark?.conflicts == 1 && bookmark?.note == "noted")
            #expect(try device.replica.bookmarks(BookmarkFilter()).count == 3)
            #expect(try device.replica.titles(in: ["Work", "Deep"]).count == 1)
        }
        // And both go on as usual.
        try home["A"].retitle(row, "later")
        try home.settle()
        #expect(try home["copy"].bookmark(x)?.title == "later")
        #expect(try home["copy"].bookmark(x)?.conflicts == 1, "the losing title stays until somebody settles it")
        try expectLevel(home)
    }

    /// What both copies hold and neither has sent comes once, and what the second did to it counts.
    @Test func rule20SharedUnsentChangesAreNotDoubled() throws {
        let home = try Household(["A", "B"])
        let row = try home["A"].add(x, title: "base", tags: ["gone", "stays"])
        try home.copy("A", as: "copy")
        try home["copy"].edit(.shelf) { _ = try $0.removeTag(row, "gone") }
        try home["copy"].retitle(row, "renamed")
        try home.settle()
        try expectLevel(home)
        for device in home.devices {
            let bookmark = try device.replica.bookmark(x)
            #expect(bookmark?.tags == ["stays"])
            #expect(bookmark?.title == "renamed" && bookmark?.conflicts == 0)
        }
        let creations = try home["B"].operations(home.space(.shelf)).filter { op in
            if case .create = op.change { return op.row == row }
            return false
        }
        #expect(creations.count == 1)
    }

    @Test func rule20ACopyThatIsEqualIssuesNothing() throws {
        let home = try Household(["A", "B"])
        try home["A"].add(x, title: "base", tags: ["t"])
        try home.copy("A", as: "copy")
        try home.settle()
        try expectLevel(home)
        let shelf = try home.space(.shelf)
        #expect(home.relays[shelf]?.log.count == 1)
    }

    @Test func aLibraryRestoredFromABackupGoesOn() throws {
        let home = try Household(["A", "B"])
        try home["A"].add(x)
        try home.settle()
        try home.copy("A", as: "backup")
        // More than one page of the relay's log.
        for number in 0..<10 {
            try home["A"].add("https://example.org/\(number)")
            try home.sync("A")
        }
        home.lose("A")
        try home["backup"].add(y)
        try home["backup"].trash(home["backup"].add(x))
        try home.settle()
        try expectLevel(home)
        #expect(try home["B"].bookmarks(BookmarkFilter()).count == 11)
        #expect(try home["B"].trashed().map(\.url) == [x])
    }

    @Test func threeCopiesBecomeThreeDevices() throws {
        let home = try Household(["A"])
        try home["A"].add(x)
        try home.copy("A", as: "second")
        try home.copy("A", as: "third")
        for device in home.devices { try device.replica.add("https://example.org/\(device.name)") }
        try home.settle()
        try expectLevel(home)
        #expect(try home["A"].bookmarks(BookmarkFilter()).count == 4)
        let writers = Set(try home["A"].operations(home.space(.shelf)).map(\.dot.writer))
        #expect(writers.count == 3)
    }

    /// Votes are held to a person through the writer's device.
    @Test func aVoteOfTheSecondCopyCounts() throws {
        let home = try Household(["A", "B"])
        let release = try home["A"].edit(.catalogue) { edit in
            let tool = ToolRecord(slug: "tool", name: "Tool", releases: [ReleaseRecord(slug: "1", name: "One")])
            _ = try edit.take(CatalogueDocument(tools: [tool]), overwrite: false)
            return try edit.releaseRow(tool: "tool", release: "1")
        }
        try home.settle()
        try home.copy("A", as: "copy")
        try home["A"].add(x)
        _ = try home["A"].edit(.catalogue) { try $0.vote(release, .skip) }
        home.pass(10)
        _ = try home["copy"].edit(.catalogue) { try $0.vote(release, .ship) }
        try home.settle()
        try expectLevel(home)
        let votes = try home["B"].releases().first?.votes
        #expect(votes?.ship == 1 && votes?.skip == 0)
    }

    /// The relay was emptied meanwhile, so the copy asks with a vector and without a cursor.
    @Test func aCopyMeetsARefilledRelay() throws {
        let home = try Household(["A", "B"])
        try home["A"].add(x)
        try home.settle()
        try home.copy("A", as: "copy")
        try home["A"].add("https://example.org/a")
        try home["copy"].add("https://example.org/c")
        let shelf = try home.space(.shelf)
        home.relays[shelf] = RelayModel(members: try home["A"].membership(shelf), epoch: 9)
        try home.settle()
        try expectLevel(home)
        #expect(try home["B"].bookmarks(BookmarkFilter()).count == 3)
    }

    /// What the copy had sent, and was told is stored, is lost; what the original sent in its place stands there now.
    @Test func aCopyMeetsARelayThatLostWhatItAcknowledged() throws {
        let home = try Household(["A"])
        try home["A"].add(x)
        try home.copy("A", as: "copy")
        try home["copy"].add("https://example.org/c")
        try home.sync("copy")
        let shelf = try home.space(.shelf)
        home.relays[shelf] = RelayModel(members: try home["A"].membership(shelf), epoch: 9)
        home.pass(10)
        try home["A"].add("https://example.org/a")
        try home.settle()
        try expectLevel(home)
        #expect(try home["A"].bookmarks(BookmarkFilter()).count == 3)
    }

    @Test func tablesBuiltAnewAreTheSame() throws {
        let home = try Household(["A", "B"])
        var random = SeededGenerator(seed: 5)
        for round in 0..<40 { try ForkTests.edit(home.devices[round % 2].replica, using: &random) }
        try home.settle()
        let before = (try home["A"].fingerprint(.shelf), try home["A"].bookmarkTree(), try home["A"].trashed())
        try home["A"].rebuildTables()
        #expect(try home["A"].fingerprint(.shelf) == before.0)
        #expect(try home["A"].bookmarkTree() == before.1)
        #expect(try home["A"].trashed().map(\.id) == before.2.map(\.id))
        #expect(try home["A"].problems().isEmpty)
    }

    /// Copies at random moments, of copies as well, with unsent changes or without.
    @Test func copiesAtRandomMomentsConverge() throws {
        for seed in 1...60 as ClosedRange<UInt64> {
            var random = SeededGenerator(seed: seed)
            let home = try Household(["A", "B"], seed: seed)
            for step in 0..<30 {
                home.pass(Int64.random(in: 0...2000, using: &random))
                let device = home.devices[Int.random(in: 0..<home.devices.count, using: &random)]
                switch Int.random(in: 0..<10, using: &random) {
                case 0 where home.devices.count < 5: try home.copy(device.name, as: "copy\(step)")
                case 1..<3: try home.sync(device.name)
                default: try ForkTests.edit(device.replica, using: &random)
                }
            }
            try home.settle()
            try expectLevel(home, "seed \(seed)")
            let tree = try home["A"].bookmarkTree()
            for device in home.devices { #expect(try device.replica.bookmarkTree() == tree, "seed \(seed)") }
        }
    }

    private static func edit(_ replica: Replica, using random: inout SeededGenerator) throws {
        let url = "https://example.org/\(Int.random(in: 0..<4, using: &random))"
        let choice = Int.random(in: 0..<7, using: &random)
        let number = Int.random(in: 0..<4, using: &random)
        try replica.edit(.shelf) { edit in
            let row = try edit.add(.init(url: url, tags: ["made"])).row
            switch choice {
            case 0: try edit.set(row, .item, .title, .text("title \(number)"))
            case 1: try edit.addTag(row, "t\(number)")
            case 2: try edit.removeTag(row, "t\(number)")
            case 3: try edit.write(row, .item, .note, "line\n\(number)")
            case 4: try edit.place(row, in: edit.folder(at: ["F\(number)", "G"]))
            case 5: try edit.trash(row, .item)
            default:
                let from = try edit.folder(at: ["F\(number)"])
                let to = try edit.folder(at: ["F\((number + 1) % 4)", "G"])
                do { try edit.move(folder: from, to: to) } catch is ReplicaError {}  // into itself
            }
        }
    }
}
