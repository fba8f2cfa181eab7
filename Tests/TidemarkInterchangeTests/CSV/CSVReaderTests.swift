import Testing
import TidemarkInterchange
import TidemarkLibrary

@Suite struct CSVReaderTests {
    private func bookmarks(_ text: String) throws -> [BookmarkRecord] { try ImportSource.read(text).records.bookmarks }

    @Test func pocketInAnyOrderOfColumns() throws {
        let records = try bookmarks(
            """
            status,url,tags,title,cursor,time_added
            archive,https://a.example/,sea|slow reads|sea,"A title
            on two lines",x,1600000000
            unread,https://b.example/,,https://b.example/,,1600000001
            """)
        #expect(
            records == [
                BookmarkRecord(
                    url: "https://a.example/", title: "A title\non two lines", tags: ["sea", "slow reads"],
                    addedAt: 1_600_000_000_000, archived: true, line: 2),
                BookmarkRecord(url: "https://b.example/", addedAt: 1_600_000_001_000, unread: true, line: 4),
            ])
    }

    @Test func instapapersFirstFoldersAreStates() throws {
        let records = try bookmarks(
            """
            URL,Title,Selection,Folder,Timestamp,Tags
            https://a.example/,A,,Unread,1600000000,"[""x"",""y, z""]"
            https://b.example/,B,a passage,Archive,1600000000,[]
            https://c.example/,C,,Starred,1600000000,
            https://d.example/,D,,Recipes,1600000000,
            """)
        #expect(records.map(\.unread) == [true, false, false, false])
        #expect(records.map(\.archived) == [false, true, false, false])
        #expect(records.map(\.favourite) == [false, false, true, false])
        #expect(records.map(\.folder) == [[], [], [], ["Recipes"]])
        #expect(records.map(\.tags) == [["x", "y, z"], [], [], []])
        #expect(records[1].note == "a passage")
    }

    @Test func raindropFoldersArePathsAndNamesMayHoldSlashes() throws {
        let records = try bookmarks(
            """
            id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite
            7,A,mine,from the page,https://a.example/,Work / CI/CD / Now,"a, b",2024-02-03T04:05:06.789Z,,"Highlight:one
            more
            Note:why
            Highlight:two",true
            8,B,,,https://b.example/,Unsorted,,,,,false
            """)
        #expect(
            records.first
                == BookmarkRecord(
                    url: "https://a.example/", title: "A", note: "mine\n\nfrom the page", tags: ["a", "b"],
                    folder: ["Work", "CI/CD", "Now"], addedAt: 1_706_933_106_789, favourite: true,
                    highlights: [HighlightRecord(quote: "one\nmore", note: "why"), HighlightRecord(quote: "two")],
                    origin: "raindrop:7", line: 2))
        #expect(records.last?.folder == [])
    }

    @Test func readwiseTagsAreAPythonList() throws {
        let (_, records) = try ImportSource.read(
            """
            Title,URL,ID,Document tags,Saved date,Reading progress,Location,Seen
            A,https://a.example/,01x,"[""it's"", 'b', 'c, d']",2023-07-11 13:22:26+02:00,0.256,archive,True
            B,https://b.example/,02x,[],2023-07-11 13:22:26+00:00,0,new,False
            C,https://c.example/,03x,,2023-07-11,0,feed,False
            """)
        let bookmarks = records.bookmarks
        #expect(bookmarks.map(\.tags) == [["it's", "b", "c, d"], []])
        #expect(bookmarks.map(\.progress) == [26, nil])
        #expect(bookmarks.map(\.addedAt) == [1_689_074_546_000, 1_689_081_746_000])
        #expect(bookmarks.map(\.archived) == [true, false])
        #expect(bookmarks.map(\.unread) == [false, true])
        #expect(bookmarks.map(\.origin) == ["readwise:01x", "readwise:02x"])
        #expect(records.skips.map(\.text) == ["https://c.example/"])
    }

    @Test func mattersQueueIsTheOppositeOfArchived() throws {
        let records = try bookmarks(
            """
            Title,Author,Publisher,URL,Tags,Word Count,In Queue,Favorited,Read,Highlight Count,Last Interaction Date,File Id
            A,,P,https://a.example/,x;y,10,True,False,False,0,2024-01-02,
            B,,P,https://b.example/,,10,False,True,True,0,,f1
            """)
        #expect(records.map(\.archived) == [false, true])
        #expect(records.map(\.unread) == [true, false])
        #expect(records.map(\.favourite) == [false, true])
        #expect(records.map(\.progress) == [nil, 100])
        #expect(records.map(\.tags) == [["x", "y"], []])
    }

    @Test func aTableOfAnyKindNeedsAColumnOfAddresses() throws {
        let records = try bookmarks(
            "Link;Name;Folder;Labels\nhttps://a.example/;A;Work\\/Life/Now;x, y\nno address;B;;\n")
        #expect(records.first?.folder == ["Work/Life", "Now"])
        #expect(records.first?.tags == ["x", "y"])
        #expect(records.map(\.url) == ["https://a.example/", "no address"])
        let (_, refused) = try ImportSource.read("a,b\n1,2\n", as: .csv)
        #expect(refused.refusals.count == 1)
    }

    @Test func aQuoteWithoutEndIsSaid() throws {
        let (_, records) = try ImportSource.read(
            "url,title\nhttps://a.example/,A\nhttps://b.example/,\"B\nhttps://c.example/,C\n")
        #expect(records.bookmarks.map(\.title) == ["A", "B\nhttps://c.example/,C"])
        #expect(records.refusals.map(\.line) == [3])
    }
}
