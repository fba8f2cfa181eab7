import Foundation
import Testing
import TidemarkInterchange
import TidemarkLibrary

@Suite struct ImportSourceTests {
    @Test func filesAreReadInChunksOfTheSameRecords() throws {
        let count = ImportSource.chunk * 9 / 4
        let icon = String(repeating: "A", count: 5000)
        let text =
            "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n"
            + (0..<count).map { "<DT><A HREF=\"https://a.example/\($0)\" ICON=\"data:\(icon)\">\($0)</A>\n" }.joined()
        let file = FileManager.default.temporaryDirectory.appending(path: "tidemark-chunks-\(UUID())")
        try Data(text.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        var sizes: [Int] = []
        var titles: [String] = []
        var done = 0
        try ImportSource(path: file.path).read { records, bytes in
            sizes.append(records.count)
            titles += records.bookmarks.map(\.title)
            done = bytes
        }
        #expect(titles == (0..<count).map(String.init))
        #expect(sizes.count == 3 && sizes.allSatisfy { $0 < ImportSource.chunk * 3 / 2 })
        #expect(done == text.utf8.count)
    }

    @Test func aHugeLineWithoutEndIsNotKept() throws {
        let text = "<DL><DT><A HREF=\"https://a.example/\" ICON=\"" + String(repeating: "x", count: 3 << 20)
        let (format, records) = try ImportSource.read(text)
        #expect(format == .netscape)
        #expect(records.refusals.count == 1)
    }

    /// What is no list is not taken for one, and none of it becomes a bookmark.
    @Test func whatLooksLikeNothingIsRefused() throws {
        for text in [
            "just some words\n", "root:x:0:0::/root:/bin/sh\n", "https://a.example/\u{0}\u{1}\n", "%PDF-1.7\n",
        ] {
            #expect("\(text)") { try ImportSource.read(text) } throws: { error in
                if case ImportSourceError.unknown = error { true } else { false }
            }
        }
        #expect(try ImportSource.read("# mine\n  HTTPS://a.example/\r\n").format == .list)
    }

    /// The format is told by the content: the file's name tells nothing.
    @Test func formatsAreToldByTheirContent() throws {
        let samples: [(ImportFormat, String)] = [
            (.netscape, "<DL><DT><A HREF='https://a.example/'>A</A></DL>"),
            (.list, "https://a.example/ | A"),
            (.list, ""),
            (.pocket, "title,url,time_added,tags,status\nA,https://a.example/,1,,unread\n"),
            (.raindrop, "id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite\n"),
            (.instapaper, "URL,Title,Selection,Folder,Timestamp,Tags\n"),
            (.readwise, "Title,URL,ID,Document tags,Saved date,Reading progress,Location,Seen"),
            (.matter, "Title,Author,Publisher,URL,Tags,Word Count,In Queue,Favorited,Read\n"),
            (.csv, "Link;Tags\nhttps://a.example/;x\n"),
            (.chromium, #"{"checksum": "0", "roots": {"other": {"children": []}}, "version": 1}"#),
            (.firefox, #"{"guid": "root________", "typeCode": 2, "children": []}"#),
            (.pinboard, #"[{"href": "https://a.example/", "description": "A", "tags": ""}]"#),
            (.linkding, #"{"count": 0, "next": null, "results": [{"url": "https://a.example/", "tag_names": []}]}"#),
            (.karakeep, #"{"bookmarks": []}"#),
            (.linkwarden, #"{"name": "n", "collections": []}"#),
            (.omnivore, #"[{"id": "1", "slug": "s", "url": "https://a.example/"}]"#),
            (.tidemark, #"{"schema": "tidemark.export/0", "bookmarks": []}"#),
        ]
        for (format, text) in samples {
            #expect(try ImportSource.read(text).format == format, "\(format)")
            #expect(try ImportSource.read("\u{FEFF}" + text).format == format, "\(format) with a byte order mark")
        }
    }

    @Test func whatIsNotThereOrNotReadableSaysSo() {
        #expect(throws: ImportSourceError.notFound(path: "/nowhere/at/all")) {
            try ImportSource(path: "/nowhere/at/all")
        }
        #expect(throws: ImportSourceError.self) { try ImportSource.read(#"{"unknown": 1}"#) }
        #expect(throws: ImportSourceError.self) { try ImportSource.read("PK\u{3}\u{4}nothing more") }
        #expect(throws: ImportSourceError.self) { try ImportSource.read("SQLite format 3\0and nothing") }
        #expect(throws: ImportSourceError.self) { try ImportSource.read("bplist00") }
    }
}
