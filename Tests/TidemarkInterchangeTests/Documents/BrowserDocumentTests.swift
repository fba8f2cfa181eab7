import Foundation
import Testing
import TidemarkInterchange
import TidemarkLibrary

@Suite struct BrowserDocumentTests {
    @Test func firefoxRootsAreToldByTheirIds() throws {
        let (format, records) = try ImportSource.read(
            #"""
            {"guid":"root________","title":"","typeCode":2,"type":"text/x-moz-place-container","root":"placesRoot","children":[
            {"guid":"menu________","title":"Lesezeichen-Menü","typeCode":2,"root":"bookmarksMenuFolder","children":[
              {"guid":"f1","title":"Häfen","typeCode":2,"dateAdded":1600000000000000,"children":[
                {"guid":"b1","title":"Kiel","typeCode":1,"uri":"https://kiel.example/","dateAdded":1600000001000000,
                 "lastModified":1600000002000000,"tags":"see, ost","iconUri":"data:xxxx",
                 "annos":[{"name":"bookmarkProperties/description","value":"am Wasser"}]},
                {"guid":"s1","typeCode":3,"type":"text/x-moz-place-separator"},
                {"guid":"f2","title":"leer","typeCode":2}]},
              {"guid":"l1","title":"Feed","typeCode":2,"annos":[{"name":"livemark/feedURI","value":"https://f.example/"}]}]},
            {"guid":"toolbar_____","title":"Lesezeichen-Symbolleiste","typeCode":2,"root":"toolbarFolder","children":[
              {"guid":"b2","title":"Q","typeCode":1,"uri":"place:sort=8"},
              {"guid":"b3","title":"T","typeCode":1,"uri":"https://t.example/"}]},
            {"guid":"tags________","title":"tags","typeCode":2,"root":"tagsFolder","children":[
              {"title":"wind","typeCode":2,"children":[{"typeCode":1,"uri":"https://t.example/"}]}]},
            {"guid":"unfiled_____","title":"Andere","typeCode":2,"root":"unfiledBookmarksFolder","children":[
              {"guid":"b4","title":"Rest","typeCode":1,"uri":"https://r.example/"}]}]}
            """#)
        #expect(format == .firefox)
        #expect(records.folders.map(\.path) == [["Häfen"], ["Häfen", "leer"]])
        #expect(records.folders.first?.addedAt == 1_600_000_000_000)
        #expect(
            records.bookmarks.first
                == BookmarkRecord(
                    url: "https://kiel.example/", title: "Kiel", note: "am Wasser", tags: ["see", "ost"],
                    folder: ["Häfen"], addedAt: 1_600_000_001_000, modifiedAt: 1_600_000_002_000, origin: "firefox:b1",
                    line: 4))
        #expect(
            records.bookmarks.dropFirst().map(\.folder) == [
                ["Bookmarks Toolbar"], ["Bookmarks Toolbar"], ["Other Bookmarks"],
            ])
        #expect(records.bookmarks.first { $0.title == "T" }?.tags == ["wind"])
        #expect(records.skips.map(\.text) == ["Feed"])
    }

    @Test func chromiumCountsFrom1601() throws {
        let (format, records) = try ImportSource.read(
            #"""
            {"checksum":"00","roots":{
             "bookmark_bar":{"children":[
               {"date_added":"13244473600123456","guid":"g1","id":"5","meta_info":{"Description":"kurz","x":"y"},
                "name":"A","type":"url","url":"https://a.example/"},
               {"children":[{"date_added":"0","name":"B","type":"url","url":"chrome://settings/"}],
                "date_added":"13244473600000000","name":"In","type":"folder"}],
              "name":"Lesezeichenleiste","type":"folder"},
             "other":{"children":[{"name":"C","type":"url","url":"https://c.example/"}],"type":"folder"},
             "synced":{"children":[],"type":"folder"},
             "trash":{"children":[{"name":"T","type":"url","url":"https://t.example/"}],"type":"folder"}},
             "sync_metadata":"xxxx","version":1}
            """#)
        #expect(format == .chromium)
        #expect(
            records.bookmarks
                == [
                    BookmarkRecord(
                        url: "https://a.example/", title: "A", note: "kurz", folder: ["Bookmarks bar"],
                        addedAt: 1_600_000_000_123, origin: "chromium:g1", line: 3),
                    BookmarkRecord(
                        url: "chrome://settings/", title: "B", folder: ["Bookmarks bar", "In"], line: 5),
                    BookmarkRecord(url: "https://c.example/", title: "C", line: 8),
                ])
        #expect(records.folders.map(\.path) == [["Bookmarks bar", "In"]])
        #expect(records.skips.map(\.text) == ["trash"])
    }

    @Test func safarisReadingListIsUnreadUntilOpened() throws {
        func leaf(_ url: String, _ title: String, _ more: [String: Any] = [:]) -> [String: Any] {
            var node: [String: Any] = [
                "WebBookmarkType": "WebBookmarkTypeLeaf", "URLString": url, "URIDictionary": ["title": title],
                "WebBookmarkUUID": "U-\(title)",
            ]
            node.merge(more) { $1 }
            return node
        }
        func list(_ title: String, _ children: [Any]) -> [String: Any] {
            ["WebBookmarkType": "WebBookmarkTypeList", "Title": title, "Children": children]
        }
        let added = Date(timeIntervalSince1970: 1_600_000_000)
        let root: [String: Any] = [
            "WebBookmarkFileVersion": 1, "Title": "", "WebBookmarkType": "WebBookmarkTypeList",
            "Children": [
                ["WebBookmarkType": "WebBookmarkTypeProxy", "Title": "History"],
                list(
                    "BookmarksBar", [leaf("https://a.example/", "A"), list("Inner", [leaf("https://b.example/", "B")])]),
                list("BookmarksMenu", []),
                list(
                    "com.apple.ReadingList",
                    [
                        leaf("https://c.example/", "C", ["ReadingList": ["DateAdded": added, "PreviewText": "p"]]),
                        leaf(
                            "https://d.example/", "D", ["ReadingList": ["DateAdded": added, "DateLastViewed": added]]),
                    ]),
            ],
        ]
        for style in [PropertyListSerialization.PropertyListFormat.binary, .xml] {
            let data = try PropertyListSerialization.data(fromPropertyList: root, format: style, options: 0)
            let (format, records) = try ImportSource.read(data)
            #expect(format == .safari)
            #expect(
                records.folders.map(\.path) == [
                    ["Favorites"], ["Favorites", "Inner"], ["Bookmarks Menu"], ["Reading List"],
                ])
            #expect(records.bookmarks.map(\.title) == ["A", "B", "C", "D"])
            #expect(records.bookmarks.map(\.unread) == [false, false, true, false])
            #expect(records.bookmarks[2].addedAt == 1_600_000_000_000 && records.bookmarks[2].origin == "safari:U-C")
        }
    }
}
