import Testing
import TidemarkLibrary

@testable import TidemarkInterchange

@Suite struct NetscapeLimitTests {
    private func read(_ text: String) -> [ImportRecord] {
        NetscapeReader.read(Array(text.utf8))
    }

    @Test func iconsOfAnySizeAreNotKept() {
        var reader = NetscapeReader()
        _ = reader.feed(Array("<DT><A HREF='https://a.example/' ICON=\"".utf8))
        let icon = [UInt8](repeating: 0x41, count: 1 << 20)
        for _ in 0..<8 { _ = reader.feed(icon) }
        #expect(reader.tokenizer.value.count < 100)
        #expect(reader.tokenizer.source.count <= MarkupTokenizer.maximumSource)
        #expect((reader.feed(Array("\">A</A>".utf8)) + reader.finish()).bookmarks.map(\.title) == ["A"])
    }

    @Test func overlongAddressesAreRefused() {
        let records = read("<A HREF='https://a.example/\(String(repeating: "a", count: 200_000))'>A</A>")
        #expect(records.refusals.map(\.reason) == [AddressRefusal.tooLong(bytes: 200_018).description])
        #expect(records.refusals.map(\.text.count) == [ImportRecord.maximumRefusedText])
        #expect(records.bookmarks.isEmpty)
    }

    @Test func overlongTextsAreCutAndSaidToBe() {
        let title = String(repeating: "é", count: NetscapeReader.maximumTitle)
        let note = String(repeating: "ab€", count: NetscapeReader.maximumNote)
        let records = read("<A HREF='https://a.example/'>\(title)</A><DD>\(note)</DD>")
        #expect(records.bookmarks.map(\.title.utf8.count) == [NetscapeReader.maximumTitle])
        #expect(records.bookmarks.first.map { note.hasPrefix($0.note) && $0.note.utf8.count > 1_048_570 } == true)
        #expect(records.refusals.count == 2)
    }

    @Test func deepFoldersAreLaidFlat() {
        let depth = 5_000
        let text =
            (0..<depth).map { "<DT><H3>\($0)</H3><DL>" }.joined() + "<A HREF='https://deep.example/'>D</A>"
            + String(repeating: "</DL>", count: depth) + "<A HREF='https://top.example/'>T</A>"
        let records = read(text)
        #expect(records.bookmarks.map(\.folder.count) == [NetscapeReader.maximumDepth, 0])
        #expect(records.folders.count == NetscapeReader.maximumDepth)
        #expect(records.refusals.count == 1)
    }

    @Test func aFileThatEndsEarlySaysSo() {
        let start = "<DL>\n<DT><A HREF='https://a.example/'>A</A>\n"
        for (end, word) in [("<DT><A HREF='https://b.example/", "tag"), ("<!-- c", "comment"), ("<script>x", "script")]
        {
            let records = read(start + end)
            #expect(records.bookmarks.map(\.title) == ["A"])
            #expect(records.refusals.map(\.line) == [3], "\(end)")
            #expect(records.refusals.first?.reason.contains(word) == true, "\(end)")
        }
        #expect(read(start + "<").refusals.isEmpty)
    }

    @Test func damagedFilesNeverStopTheReader() {
        let pieces = [
            "<DL>", "</DL>", "<p>", "<DT>", "<DD>", "<H3>", "</H3>", "<A HREF=\"https://a.example/\">", "<A HREF='",
            "</A>", "\"",
            "'", "<", ">", "</", "<!", "<!--", "-->", "<?", "=", "&", "&#", "&#x110000;", "&amp", ";", "<script>",
            "</script>",
            "\n", "\r", "é", "text", "<meta charset=latin1>", "TAGS=\"a,b\"", "ADD_DATE=99999999999999999999",
            "[linkding-notes]",
            "[/linkding-notes]", "<HR>", "\u{0}", "ICON=\"",
        ].map { Array($0.utf8) }
        for seed in 0..<3_000 {
            var generator = SeededGenerator(seed: UInt64(seed))
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0...60, using: &generator) {
                bytes += pieces.randomElement(using: &generator) ?? []
                if Int.random(in: 0..<10, using: &generator) == 0 {
                    bytes.append(UInt8.random(in: 0...255, using: &generator))
                }
            }
            let whole = NetscapeReader.read(bytes)
            var reader = NetscapeReader()
            let cut = Int.random(in: 0...bytes.count, using: &generator)
            let parts = reader.feed(bytes[..<cut]) + reader.feed(bytes[cut...]) + reader.finish()
            #expect(parts == whole, "seed \(seed), cut at \(cut)")
            let addresses = bytes.count(where: { $0 == 0x41 || $0 == 0x61 })
            #expect(whole.bookmarks.count <= addresses, "seed \(seed)")
        }
    }
}
