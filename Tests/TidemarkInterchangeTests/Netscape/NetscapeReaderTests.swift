import Testing
import TidemarkLibrary

@testable import TidemarkInterchange

@Suite struct NetscapeReaderTests {
    private func read(_ text: String) -> [ImportRecord] {
        NetscapeReader.read(Array(text.utf8))
    }

    @Test func aWholeBookmark() {
        let records = read(
            """
            <!DOCTYPE NETSCAPE-Bookmark-file-1>
            <TITLE>Bookmarks</TITLE>
            <H1>Bookmarks</H1>
            <DL><p>
                <DT><H3 ADD_DATE="10" PERSONAL_TOOLBAR_FOLDER="true">Tool &amp; bar</H3>
                <DD>About the
                folder
                <DL><p>
                    <DT><A HREF="https://a.example/?a=1&amp;b=2" ADD_DATE="1600000000" LAST_MODIFIED="1600000001" \
            ICON="data:x" SHORTCUTURL="k" TAGS="one, two ,,one" PRIVATE="1" TOREAD="1" DATA-IMPORTANT="true"> A  title
             </A>
                    <DD>A note
                  - of two lines

                </DL><p>
                <HR>
                <DT><A HREF="https://b.example/">B</A>
            </DL><p>
            """)
        #expect(
            records == [
                .folder(FolderRecord(path: ["Tool & bar"], note: "About the\n    folder", addedAt: 10_000, line: 5)),
                .bookmark(
                    BookmarkRecord(
                        url: "https://a.example/?a=1&b=2", title: "A title", note: "A note\n      - of two lines",
                        tags: ["one", "two"], folder: ["Tool & bar"], addedAt: 1_600_000_000_000,
                        modifiedAt: 1_600_000_001_000, unread: true, favourite: true, isPrivate: true, line: 9)),
                .bookmark(BookmarkRecord(url: "https://b.example/", title: "B", line: 16)),
            ])
    }

    @Test func tagsInAnyCaseAndUnclosed() {
        let records = read(
            "<dl><dt><h3>F<dl><dt><a href=https://a.example/>A<dd>n<dt><a href='https://b.example/'>B</dl><a href=\"https://c.example/\">C"
        )
        #expect(records.folders.map(\.path) == [["F"]])
        #expect(records.bookmarks.map(\.title) == ["A", "B", "C"])
        #expect(records.bookmarks.map(\.note) == ["n", "", ""])
        #expect(records.bookmarks.map(\.folder) == [["F"], ["F"], []])
    }

    @Test func foldersNestAndEmptyOnesStay() {
        let records = read(
            "<DL><DT><H3>A</H3><DL><DT><H3>B</H3><DL></DL><DT><H3>C</H3></DL><DT><H3></H3><DL></DL></DL></DL></DL>")
        #expect(records.folders.map(\.path) == [["A"], ["A", "B"], ["A", "C"], ["Unnamed folder"]])
    }

    @Test func separatorsEndNotesAndTextOutsideIsIgnored() {
        let records = read(
            "<DT><A HREF='https://a.example/'>A</A> loose <DD>note<HR>loose<DT><A HREF='https://b.example/'>B</A>")
        #expect(records.bookmarks.map(\.note) == ["note", ""])
    }

    @Test func refusedAddressesTakeTheirNotesAlong() {
        let records = read(
            """
            <DT><A HREF="javascript:alert(1)">Script</A>
            <DD>its note
            <DT><A HREF="?lY47tw">Relative</A>
            <DT><A HREF="">Empty</A>
            <DT><A NAME="x">No address</A>
            <DT><A HREF="https://a.example/">Good</A>
            """)
        #expect(records.refusals.map(\.line) == [1, 3, 4, 5])
        #expect(records.refusals.map(\.text) == ["javascript:alert(1)", "?lY47tw", "Empty", "No address"])
        #expect(
            records.refusals.map(\.reason)
                == [
                    AddressRefusal.unsupportedScheme("javascript"), .relative, .empty, .empty,
                ].map(\.description))
        #expect(records.bookmarks.map(\.note) == [""])
    }

    @Test func markupInTexts() {
        let records = read(
            "<DT><A HREF='https://a.example/'>Use <b>Array</b><Int> if 1 < 2 <3</A><DD>a<br>b <T: P> c &lt;d&gt;")
        #expect(records.bookmarks.map(\.title) == ["Use Array<Int> if 1 < 2 <3"])
        #expect(records.bookmarks.map(\.note) == ["a\nb <T: P> c <d>"])
    }

    @Test func scriptsAndCommentsHoldNoBookmarks() {
        let records = read(
            """
            <!-- <A HREF="https://x.example/">x</A> -- > --><!--><script>if (a</b) "<A HREF='https://y.example/'>"</script>
            <DT><A HREF='https://a.example/'>A</A>
            """)
        #expect(records.bookmarks.map(\.title) == ["A"])
        #expect(records.refusals.isEmpty)
    }

    @Test func linkdingFlavour() {
        let records = read(
            """
            <DT><A HREF="https://a.example/" TAGS="x,linkding:bookmarks.archived">A</A>
            <DD>Description[linkding-notes]First
            second[/linkding-notes]
            """)
        #expect(records.bookmarks.map(\.note) == ["Description\n\nFirst\nsecond"])
        #expect(records.bookmarks.map(\.tags) == [["x"]])
        #expect(records.bookmarks.map(\.archived) == [true])
    }

    @Test func datesInAnyUnit() {
        let milliseconds: Int64 = 1_600_000_000_000
        for text in [
            "1600000000", "1600000000000", "1600000000000000", "1600000000000000000", "13244473600000000",
            "1600000000.9",
        ] {
            #expect(NetscapeDate.milliseconds(text) == milliseconds, "\(text)")
        }
        for text in ["", "0", "-1", "x", "99999999999999999999"] {
            #expect(NetscapeDate.milliseconds(text) == nil, "\(text)")
        }
    }

    @Test func lineNumbersForAllLineEnds() {
        for end in ["\n", "\r\n", "\r"] {
            let text = [
                "<DL>", "<DT><A HREF='https://a.example/'>A", "</A>", "", "<DT><A", "HREF='https://b.example/'>B</A>",
            ]
            let records = read(text.joined(separator: end))
            #expect(records.bookmarks.map(\.line) == [2, 5], "\(end.debugDescription)")
        }
    }

    @Test func chunksOfAnySizeGiveTheSameRecords() {
        let text =
            "\u{FEFF}<DL><p>\r\n<DT><H3 ADD_DATE=\"5\">É &eacute;</H3><DL>\r\n"
            + "<DT><A HREF=\"https://a.example/\" ICON=\"data:\(String(repeating: "x", count: 50))\" TAGS=\"é,b\">1 < 2 <<b> é</A>\r\n"
            + "<!-- c --><DD>Zeile 1\r\nZeile 2 &amp;<DT><A HREF=place:x>P</A></DL></DL>"
        let bytes = Array(text.utf8)
        let whole = NetscapeReader.read(bytes)
        #expect(whole.bookmarks.map(\.note) == ["Zeile 1\nZeile 2 &"])
        #expect(whole.bookmarks.map(\.title) == ["1 < 2 < é"])
        for size in 1...40 {
            var reader = NetscapeReader()
            var records: [ImportRecord] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                records += reader.feed(bytes[start..<min(start + size, bytes.count)])
            }
            records += reader.finish()
            #expect(records == whole, "chunks of \(size)")
        }
    }

    @Test func recordsComeAsSoonAsTheyAreComplete() {
        var reader = NetscapeReader()
        #expect(reader.feed(Array("<DT><A HREF='https://a.example/'>A</A>".utf8)).isEmpty)
        #expect(reader.feed(Array("<DT>".utf8)).bookmarks.map(\.title) == ["A"])
        #expect(reader.finish().isEmpty)
    }

    @Test func recognisesItsFormat() {
        #expect(NetscapeReader.recognises(Array("<!DOCTYPE NETSCAPE-Bookmark-file-1>".utf8)))
        #expect(NetscapeReader.recognises(Array("<html><DL><p><DT><A HREF=x>".utf8)))
        #expect(!NetscapeReader.recognises(Array("https://a.example/ | A".utf8)))
        #expect(!NetscapeReader.recognises([]))
    }
}
