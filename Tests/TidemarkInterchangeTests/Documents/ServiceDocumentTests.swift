import Testing
import TidemarkInterchange
import TidemarkLibrary

@Suite struct ServiceDocumentTests {
    @Test func pinboard() throws {
        let (_, records) = try ImportSource.read(
            #"""
            [{"href":"https://a.example/","description":"A","extended":"why","meta":"m","hash":"h1",
              "time":"2020-09-13T12:26:40Z","shared":"no","toread":"yes","tags":"sea  wind"},
             {"href":"https://b.example/","description":"B","extended":"","time":"2020-09-13T12:26:40Z","shared":"yes","toread":"no","tags":""}]
            """#)
        #expect(
            records.bookmarks.first
                == BookmarkRecord(
                    url: "https://a.example/", title: "A", note: "why", tags: ["sea", "wind"],
                    addedAt: 1_600_000_000_000, unread: true, isPrivate: true, origin: "pinboard:h1", line: 1))
        #expect(records.bookmarks.last?.isPrivate == false)
    }

    @Test func linkding() throws {
        let (format, records) = try ImportSource.read(
            #"""
            {"count":2,"next":"https://l.example/api/bookmarks/?offset=1","previous":null,"results":[
             {"id":3,"url":"https://a.example/","title":"","description":"d","notes":"n","website_title":"From the site",
              "is_archived":true,"unread":true,"shared":false,"tag_names":["x"],
              "date_added":"2020-09-13T12:26:40.123456Z","date_modified":"2020-09-13T12:26:41Z"}]}
            """#)
        #expect(format == .linkding)
        #expect(
            records.bookmarks
                == [
                    BookmarkRecord(
                        url: "https://a.example/", title: "From the site", note: "d\n\nn", tags: ["x"],
                        addedAt: 1_600_000_000_123, modifiedAt: 1_600_000_001_000, unread: true, archived: true,
                        isPrivate: true, origin: "linkding:3", line: 2)
                ])
        #expect(records.skips.count == 1)
    }

    @Test func karakeepListsNestAndTextsHaveNoAddress() throws {
        let (format, records) = try ImportSource.read(
            #"""
            {"bookmarks":[
             {"createdAt":1600000000,"title":"A","tags":["x"],"content":{"type":"link","url":"https://a.example/"},
              "note":"n","archived":true,"lists":["l2","l1","q"]},
             {"createdAt":1600000000,"title":null,"tags":[],"content":{"type":"text","text":"only words"},"note":null}],
             "lists":[{"id":"l1","name":"Sea","type":"manual","parentId":null},
              {"id":"l2","name":"Deep","type":"manual","parentId":"l1"},
              {"id":"q","name":"Query","type":"smart","query":"#x"},
              {"id":"c1","name":"Circle","parentId":"c2"},{"id":"c2","name":"Round","parentId":"c1"}]}
            """#)
        #expect(format == .karakeep)
        #expect(records.folders.map(\.path) == [["Sea"], ["Sea", "Deep"], ["Round", "Circle"], ["Circle", "Round"]])
        #expect(records.bookmarks.map(\.folder) == [["Sea", "Deep"], ["Sea"]])
        #expect(records.bookmarks.first?.addedAt == 1_600_000_000_000 && records.bookmarks.first?.archived == true)
        #expect(records.skips.map(\.text) == ["Query", "only words"])
    }

    @Test func linkwardenContentsArePassedOverAndSaid() throws {
        let text = String(repeating: "page ", count: 1000)
        let (format, records) = try ImportSource.read(
            #"""
            {"name":"n","username":"u","collections":[
             {"id":2,"name":"Inner","parentId":1,"createdAt":"2020-09-13T12:26:40.000Z","links":[
              {"id":9,"name":"A","type":"url","description":"d","url":"https://a.example/","textContent":"\#(text)",
               "createdAt":"2020-09-13T12:26:40.000Z","tags":[{"id":1,"name":"x"}]},
              {"id":10,"name":"a.pdf","type":"pdf","url":null,"textContent":null,"tags":[]}]},
             {"id":1,"name":"Outer","parentId":null,"links":[]}],"pinnedLinks":[{"id":9}]}
            """#)
        #expect(format == .linkwarden)
        #expect(records.folders.map(\.path) == [["Outer", "Inner"], ["Outer"]])
        #expect(
            records.bookmarks
                == [
                    BookmarkRecord(
                        url: "https://a.example/", title: "A", note: "d", tags: ["x"], folder: ["Outer", "Inner"],
                        addedAt: 1_600_000_000_000, favourite: true, origin: "linkwarden:9", line: 3)
                ])
        #expect(records.skips.map(\.text) == ["a.pdf", "textContent"])
    }

    @Test func ownExportComesBack() throws {
        let (format, records) = try ImportSource.read(
            #"""
            {"schema":"tidemark.export/0","folders":[{"path":["Sea"],"note":"n","addedAt":5}],
             "bookmarks":[{"url":"https://a.example/","title":"A","folders":[["Sea"],[]],"tags":["x"],"progress":40,
               "private":true,"origins":["firefox:1"],"highlights":[{"quote":"q","note":"","colour":"blue"}]},
              {"url":"https://b.example/","trashed":true}]}
            """#)
        #expect(format == .tidemark)
        #expect(records.folders.map(\.note) == ["n"])
        #expect(records.bookmarks.map(\.folder) == [["Sea"], []])
        #expect(records.bookmarks.first?.highlights == [HighlightRecord(quote: "q", colour: "blue")])
        #expect(records.bookmarks.first?.progress == 40 && records.bookmarks.first?.isPrivate == true)
        #expect(records.skips.map(\.text) == ["https://b.example/"])
    }
}
