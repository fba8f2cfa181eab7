import TestSupport
import Testing
import TidemarkCore
import TidemarkLibrary
import TidemarkReplica

/// One action on all bookmarks that fit a query.
struct BulkTests {
    private func rows(_ replica: Replica, _ query: String) throws -> (query: Query, text: String, rows: [RowID]) {
        let parsed = try QueryParser.parse(query)
        return (parsed, query, try replica.items(matching: parsed, text: query))
    }

    private func url(_ name: some CustomStringConvertible) -> String { "https://example.org/\(name)" }

    @Test func changesOnlyWhatStillFits() throws {
        let replica = try Household(["A"])["A"]
        for name in ["a", "b", "c"] { try replica.add(url(name), title: name, tags: ["t"]) }
        let chosen = try rows(replica, "tag:t")
        #expect(chosen.rows.count == 3)
        // Between the preview and the yes, another process takes the tag away from one and trashes another.
        try replica.edit(.shelf) { _ = try $0.untag(item: chosen.rows[0], "t") }
        try replica.trash(chosen.rows[1])
        let changed = try replica.edit(.shelf) { edit in
            try edit.changing(chosen.rows, fitting: chosen.query, text: chosen.text) { try edit.tag(item: $0, "new") }
        }
        #expect(changed == [chosen.rows[2]])
        #expect(try replica.bookmark(url("c"))?.tags == ["new", "t"])
        #expect(try replica.bookmark(url("a"))?.tags == [])
        #expect(try replica.trashed().map(\.url) == [url("b")], "a tag would have brought it back")
    }

    @Test func movesInOrderToTheEndAndLeavesWhatIsInSeveralFolders() throws {
        let replica = try Household(["A"])["A"]
        try replica.mkdir(["To"])
        try replica.add(url("there"), title: "there", folder: ["To"])
        for name in 0..<40 { try replica.add(url(name), title: "n\(name)", tags: ["t"], folder: ["From"]) }
        try replica.add(url("nowhere"), title: "nowhere", tags: ["t"])
        let both = try replica.add(url("both"), title: "both", tags: ["t"], folder: ["From"])
        try replica.edit(.shelf) { _ = try $0.place(both, in: $0.folder(at: ["Other"])) }
        let chosen = try rows(replica, "tag:t")
        func move(from: [String]?) throws -> (moved: [RowID], ambiguous: [RowID]) {
            try replica.edit(.shelf) { edit in
                let origin = try from.map { try edit.folder(at: $0) }
                return try edit.move(
                    chosen.rows, fitting: chosen.query, text: chosen.text, from: origin, to: edit.folder(at: ["To"]))
            }
        }
        var result = try move(from: nil)
        #expect(result.moved.count == 41 && result.ambiguous == [both])
        #expect(try replica.titles(in: ["To"]) == ["there"] + (0..<40).map { "n\($0)" } + ["nowhere"])
        result = try move(from: nil)
        #expect(result.moved.isEmpty, "what is there stays in its place")
        result = try move(from: ["From"])
        #expect(result.moved == [both] && result.ambiguous.isEmpty)
        #expect(try replica.titles(in: ["To"]).last == "both")
        #expect(try replica.titles(in: ["Other"]) == ["both"])
        #expect(try replica.titles(in: ["From"]).isEmpty)
    }

    @Test func tagsAreRenamedMergedAndCounted() throws {
        let replica = try Household(["A"])["A"]
        try replica.add(url("a"), tags: ["sea", "Sea"])
        try replica.add(url("b"), tags: ["sea", "sky"])
        try replica.add(url("c"), tags: ["ocean"])
        let gone = try replica.add(url("gone"), tags: ["sea"])
        try replica.trash(gone)
        #expect(try replica.tags().map { "\($0.tag) \($0.bookmarks)" } == ["ocean 1", "Sea 1", "sea 2", "sky 1"])
        #expect(try replica.edit(.shelf) { try $0.retag(["sea", "ocean"], as: "Sea") } == 3)
        #expect(try replica.tags().map { "\($0.tag) \($0.bookmarks)" } == ["Sea 3", "sky 1"])
        #expect(try replica.trashed().map(\.tags) == [["sea"]], "the trash stays as it is")
    }

    /// What an editor was open on while a sync came in.
    @Test func aRevisedNoteKeepsWhatWasWrittenMeanwhile() throws {
        let replica = try Household(["A"])["A"]
        let row = try replica.add(url("a"))
        try replica.edit(.shelf) { _ = try $0.writeNote(item: row, "one\ntwo") }
        try replica.edit(.shelf) { _ = try $0.writeNote(item: row, "one\ntwo\nfrom elsewhere") }
        #expect(try replica.edit(.shelf) { try $0.reviseNote(item: row, from: "one\ntwo", to: "ONE\ntwo") })
        #expect(try replica.bookmark(url("a"))?.note == "ONE\ntwo\nfrom elsewhere")
        #expect(try replica.edit(.shelf) { try $0.reviseNote(item: row, from: "x", to: "x") } == false)
    }
}
