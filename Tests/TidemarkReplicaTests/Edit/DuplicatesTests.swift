import TestSupport
import Testing
import TidemarkCore
import TidemarkLibrary
import TidemarkReplica

struct DuplicatesTests {
    private func unite(_ replica: Replica) throws -> Int {
        let rows = try replica.duplicates().map { group in
            ([group.kept] + group.others).compactMap { RowID(hex: $0.id) }
        }
        return try replica.edit(.shelf) { try $0.unite(rows) }
    }

    @Test func theOneThatStaysGetsWhatTheOthersHad() throws {
        let home = try Household(["A", "B"])
        let replica = home["A"]
        _ = try replica.importRecords([
            .bookmark(
                .init(
                    url: "http://www.example.org/tides/", title: "Tides", note: "from 2020", tags: ["old"],
                    folder: ["Sea"], addedAt: 1_580_000_000_000, favourite: true, progress: 40,
                    highlights: [HighlightRecord(quote: "twice a day")], origin: "elsewhere:7")),
            .bookmark(
                .init(
                    url: "https://example.org/tides", note: "mine", tags: ["new"], folder: ["Work"],
                    addedAt: 1_700_000_000_000, unread: true)),
            .bookmark(.init(url: "https://example.org/neighbour", title: "Neighbour", folder: ["Sea"])),
            .bookmark(
                .init(url: "https://example.org/moon", title: "The moon and the sea", addedAt: 1_600_000_000_000)),
            .bookmark(.init(url: "https://example.org/read/the-moon", title: "The moon and the sea")),
        ])
        #expect(try replica.duplicates().map(\.reason) == [.address, .title])
        #expect(try unite(replica) == 2)
        #expect(try replica.duplicates().isEmpty)
        let tides = try #require(try replica.bookmark("https://example.org/tides"))
        #expect(tides.title == "Tides" && tides.note == "mine\nfrom 2020" && tides.tags == ["new", "old"])
        #expect(tides.addedAt == 1_580_000_000_000 && tides.favourite && !tides.unread && !tides.archived)
        #expect(Set(tides.folders) == [["Work"], ["Sea"]])
        #expect(try replica.titles(in: ["Sea"]) == ["Tides", "Neighbour"], "it stands where the other one stood")
        let entry = try #require(try replica.shelfEntries().first { $0.url == tides.url })
        #expect(entry.progress == 40 && entry.origins == ["elsewhere:7"])
        #expect(entry.highlights.map(\.quote) == ["twice a day"])
        let moon = try #require(try replica.bookmark("https://example.org/moon"))
        #expect(moon.note == "https://example.org/read/the-moon", "another address is not lost")
        #expect(try replica.trashed().count == 2)
        try home.settle()
        #expect(try home["B"].fingerprint(.shelf) == replica.fingerprint(.shelf))
        let actions = try Set(replica.operations(home.space(.shelf)).suffix(20).map(\.action))
        #expect(actions.count <= 2, "the import and the union")
    }

    @Test func whatWentToTheTrashMeanwhileIsLeftOut() throws {
        let replica = try Household(["A"])["A"]
        let rows = try ["https://example.org/a", "http://example.org/a", "https://www.example.org/a"].map {
            try replica.add($0)
        }
        try replica.trash(rows[0])
        #expect(try replica.edit(.shelf) { try $0.unite([rows]) } == 1)
        #expect(try replica.bookmarks(BookmarkFilter()).map(\.url) == ["http://example.org/a"])
        #expect(try replica.edit(.shelf) { try $0.unite([rows]) } == 0)
    }
}
