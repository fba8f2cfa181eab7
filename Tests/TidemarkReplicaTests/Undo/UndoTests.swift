import TestSupport
import Testing
import TidemarkCore
import TidemarkLibrary
import TidemarkReplica

struct UndoTests {
    private let url = "https://example.org/x"

    /// What people see: everything but the trash. When something was published is not: taking back is published as well.
    private func seen(_ replica: Replica) throws -> (tree: BookmarkTree, catalogue: CatalogueDocument) {
        var catalogue = try replica.catalogueDocument()
        for tool in catalogue.tools.indices {
            for release in catalogue.tools[tool].releases.indices {
                catalogue.tools[tool].releases[release].earlier = []
                catalogue.tools[tool].releases[release].pricedAt = nil
                for take in catalogue.tools[tool].releases[release].takes.indices {
                    catalogue.tools[tool].releases[release].takes[take].publishedAt = nil
                }
            }
        }
        return (try replica.bookmarkTree(), catalogue)
    }

    @Test func eachKindOfChangeIsTakenBack() throws {
        let home = try Household(["A"])
        let replica = home["A"]
        let row = try replica.add(url, title: "one", tags: ["a"], folder: ["F"])
        _ = try replica.mkdir(["G", "H"])
        try replica.edit(.shelf) { _ = try $0.writeNote(item: row, "first") }
        let changes: [(String, @Sendable (Edit) throws -> Void)] = [
            ("title", { _ = try $0.retitle(item: row, "two") }),
            ("note", { _ = try $0.writeNote(item: row, "second") }),
            (
                "tags",
                {
                    _ = try $0.tag(item: row, "b")
                    _ = try $0.untag(item: row, "a")
                }
            ), ("move", { try $0.move(row, to: $0.folder(at: ["G"])) }), ("rm", { try $0.trash(item: row) }),
            ("mark", { _ = try $0.mark(item: row, .favourite, true) }),
            ("folder", { try $0.move(folder: $0.folder(at: ["F"]), to: $0.folder(at: ["G", "H"])) }),
            ("rename", { try $0.rename(folder: $0.folder(at: ["F"]), to: "N") }),
            ("rm folder", { try $0.trash(folder: $0.folder(at: ["F"])) }),
            ("address", { _ = try $0.readdress(item: row, "https://example.org/y") }),
            ("add", { _ = try $0.collect(.init(url: "https://example.org/z", tags: ["t"]), folder: ["New", "Deep"]) }),
        ]
        let before = try seen(replica)
        for (label, change) in changes {
            try replica.edit(.shelf, label: label, change)
            let after = try seen(replica)
            #expect(after != before, "\(label)")
            let undo = try replica.undo(nil)
            #expect(undo.label == label && undo.kept.isEmpty, "\(label)")
            #expect(try seen(replica) == before, "\(label)")
            // Undoing the undo brings it back, and undoing that takes it back again.
            #expect(try replica.undo(undo.undo).kept.isEmpty, "\(label)")
            #expect(try seen(replica) == after, "\(label)")
            #expect(try replica.undo(nil).kept.isEmpty, "\(label)")
            #expect(try seen(replica) == before, "\(label)")
        }
    }

    @Test func anImportOverManyTransactionsIsOneAction() throws {
        let home = try Household(["A", "B"])
        let mine = try home["A"].add("https://example.org/1", title: "mine")
        let before = try seen(home["A"])
        let records = (0..<500).map {
            ImportRecord.bookmark(
                .init(url: "https://example.org/\($0)", title: "\($0)", tags: ["i"], folder: ["F", "\($0 % 7)"]))
        }
        let session = try home["A"].importRecords(records, chunk: 60)
        #expect(session.counts[.imported] == 499)
        try home["A"].edit(.shelf) { _ = try $0.retitle(item: $0.add(.init(url: "https://example.org/3")).row, "read") }
        let after = try seen(home["A"])
        #expect(try home["A"].deeds(limit: 2).map(\.label) == ["edit", "import"])
        let undo = try home["A"].undo(try home["A"].deeds(limit: 2)[1].id)
        // What a person has changed since stays, with what it stands in.
        #expect(undo.kept.map(\.name).sorted() == ["3", "F", "read"])
        #expect(try home["A"].bookmarks(BookmarkFilter()).map(\.title).sorted() == ["mine", "read"])
        #expect(try home["A"].find(item: "https://example.org/1").row == mine)
        _ = try home["A"].undo(undo.undo)
        #expect(try seen(home["A"]) == after)
        _ = try home["A"].undo(try home["A"].deeds(limit: 3)[2].id)
        _ = try home["A"].undo(nil)
        #expect(try seen(home["A"]) == before)
        try home.settle()
        #expect(try seen(home["B"]) == before)
    }

    @Test func anImportThatWasStoppedAndWentOnIsOneAction() throws {
        let home = try Household(["A"])
        let replica = home["A"]
        let before = try seen(replica)
        func records(_ numbers: Range<Int>) -> [ImportRecord] {
            numbers.map { .bookmark(.init(url: "https://example.org/\($0)", title: "\($0)", folder: ["F"])) }
        }
        var stopped = try replica.beginImport(fingerprint: [1], verbose: false)
        try replica.take(records(0..<5), &stopped)
        try replica.add("https://example.org/mine")
        var resumed = try replica.beginImport(fingerprint: [1], verbose: false)
        try replica.take(records(0..<9), &resumed)
        try replica.endImport(resumed)
        #expect(try replica.deeds(limit: 9).map(\.label) == ["edit", "import"])
        let imported = try replica.deeds(limit: 9)[1]
        #expect(imported.size == 10)
        #expect(try replica.undo(imported.id).kept.isEmpty)
        _ = try replica.undo(nil)
        #expect(try seen(replica) == before)
        // One that is taken back does not go on: its records are new again, or rather in the trash.
        var again = try replica.beginImport(fingerprint: [1], verbose: false)
        try replica.take(records(0..<9), &again)
        #expect(again.counts == [.skipped: 9])
    }

    @Test func whatOthersChangedSinceIsLeftAlone() throws {
        let home = try Household(["A", "B"])
        let row = try home["A"].add(url, title: "one", tags: ["a"], folder: ["F"])
        try home.settle()
        home.pass(1000)
        try home["A"].edit(.shelf, label: "change") { edit in
            _ = try edit.retitle(item: row, "two")
            _ = try edit.tag(item: row, "b")
        }
        try home.settle()
        try home["B"].retitle(row, "three")
        try home.settle()
        let undo = try home["A"].undo(nil)
        #expect(undo.kept.map(\.reason) == ["its title was changed since"])
        #expect(try home["A"].bookmark(url)?.title == "three" && home["A"].bookmark(url)?.tags == ["a"])
        // What was made here and filled elsewhere does not go.
        let made = try #require(try home["A"].deeds(limit: 9).last)
        #expect(try home["A"].undo(made.id).kept.map(\.reason).contains("it was changed since"))
        #expect(try home["A"].bookmark(url) != nil)
        // Nor does another device list it as its own.
        #expect(try home["B"].deeds(limit: 9).map(\.label) == ["edit"])
    }

    @Test func aChangeOfWhatIsInTheTrashDoesNotBringItBack() throws {
        let home = try Household(["A"])
        let row = try home["A"].add(url, title: "one")
        try home["A"].edit(.shelf) { edit in
            try edit.retitle(item: row, "two")
            try edit.tag(item: row, "t")
        }
        let retitled = try home["A"].deeds(limit: 1)[0].id
        try home["A"].trash(row)
        #expect(try home["A"].undo(retitled).kept.map(\.reason) == ["it is in the trash"])
        #expect(try home["A"].bookmark(url) == nil)
    }

    @Test func whatIsTakenBackIsNotTakenBackTwice() throws {
        let home = try Household(["A"])
        #expect(throws: ReplicaError.self) { _ = try home["A"].undo(nil) }
        try home["A"].add(url)
        let undo = try home["A"].undo(nil)
        #expect(throws: ReplicaError.self) { _ = try home["A"].undo(undo.deed) }
        #expect(throws: ReplicaError.self) { _ = try home["A"].undo(99) }
        #expect(throws: ReplicaError.self) { _ = try home["A"].undo(nil) }
    }

    @Test func aCatalogueTakesBackAsWell() throws {
        let home = try Household(["A"])
        let replica = home["A"]
        @Sendable func document(_ price: String) -> CatalogueDocument {
            CatalogueDocument(tools: [
                ToolRecord(
                    slug: "t", name: "Tool",
                    releases: [
                        ReleaseRecord(
                            slug: "1", name: "One", pricingText: price,
                            takes: [
                                TakeRecord(role: .builder, reviewer: "B", score: 80, stance: .ship, rationale: price)
                            ])
                    ])
            ])
        }
        let empty = try seen(replica)
        _ = try replica.edit(.catalogue) { try $0.take(document("$1/mo"), overwrite: true) }
        let first = try seen(replica)
        _ = try replica.edit(.catalogue) { try $0.take(document("$2/mo"), overwrite: true) }
        #expect(try seen(replica) != first)
        _ = try replica.undo(nil)
        #expect(try seen(replica) == first)
        _ = try replica.undo(nil)
        #expect(try seen(replica) == empty)
    }

    /// Random deeds, all taken back one after the other: each time people see what they saw before.
    @Test func undoingEverythingGoesBackStepByStep() throws {
        for seed in 1...12 as ClosedRange<UInt64> {
            var random = SeededGenerator(seed: seed)
            let home = try Household(["A", "B"], seed: seed)
            let replica = home["A"]
            var states = [try seen(replica)]
            var done: [(Int, Int, Int)] = []
            for _ in 0..<14 {
                home.pass(1000)
                let choice = Int.random(in: 0..<10, using: &random)
                let (a, b) = (Int.random(in: 0..<4, using: &random), Int.random(in: 0..<4, using: &random))
                let count = try replica.deeds(limit: 1000).count
                do {
                    try replica.edit(.shelf) { try Self.change(choice, a, b, $0) }
                } catch is ReplicaError {}
                // What changed nothing is no action.
                if try replica.deeds(limit: 1000).count > count {
                    states.append(try seen(replica))
                    done.append((choice, a, b))
                }
                if random.chance(20) { try home.settle() }
            }
            while states.count > 1 {
                states.removeLast()
                let undo = try replica.undo(nil)
                let (now, before) = (try seen(replica), states[states.count - 1])
                guard now == before else {
                    Issue.record(
                        "seed \(seed), \(done.prefix(states.count)), action \(undo): \(now.tree) instead of \(before.tree)"
                    )
                    return
                }
            }
            try home.settle()
            #expect(try seen(home["B"]).tree == states[0].tree, "seed \(seed)")
        }
    }

    private static func change(_ choice: Int, _ a: Int, _ b: Int, _ edit: Edit) throws {
        let url = "https://example.org/\(a)"
        let folders = [["F"], ["F", "G"], ["H"], []]
        func row() throws -> RowID { try edit.collect(.init(url: url), folder: nil).row }
        switch choice {
        case 0:
            _ = try edit.collect(.init(url: url, title: "t\(b)", tags: ["g\(b)"], note: "n\(b)"), folder: folders[b])
        case 1: try edit.retitle(item: row(), "title \(b)")
        case 2: try edit.tag(item: row(), "g\(b)")
        case 3: try edit.untag(item: row(), "g\(b)")
        case 4: try edit.writeNote(item: row(), "note \(b)")
        case 5: try edit.move(row(), to: edit.folder(at: folders[b]))
        case 6: try edit.trash(item: row())
        case 7: try edit.move(folder: edit.folder(at: folders[a % 3]), to: edit.folder(at: folders[b]))
        case 8: try edit.trash(folder: edit.folder(at: folders[b % 3]))
        default: try edit.rename(folder: edit.folder(at: folders[b % 3]), to: "R\(a)")
        }
    }
}
