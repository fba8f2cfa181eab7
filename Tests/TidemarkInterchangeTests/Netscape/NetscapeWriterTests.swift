import Testing
import TidemarkLibrary

@testable import TidemarkInterchange

@Suite struct NetscapeWriterTests {
    @Test func aSmallFile() {
        let bookmark = BookmarkRecord(
            url: "https://a.example/?a=1&b=\"2\"", title: "A <b>", note: "Line 1\nLine 2", tags: ["x", "y,z"],
            addedAt: 1_600_000_000_999, modifiedAt: 1_600_000_001_000, unread: true, favourite: true, archived: true,
            isPrivate: false)
        let folder = BookmarkTree(name: "F & G", note: "About", addedAt: 1000, children: [.bookmark(bookmark)])
        let text = String(
            decoding: NetscapeWriter.write(BookmarkTree(name: "Mine", children: [.folder(folder)])), as: UTF8.self)
        #expect(
            text == """
                <!DOCTYPE NETSCAPE-Bookmark-file-1>
                <META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
                <TITLE>Mine</TITLE>
                <H1>Mine</H1>
                <DL><p>
                    <DT><H3 ADD_DATE="1">F &amp; G</H3>
                    <DD>About
                    <DL><p>
                        <DT><A HREF="https://a.example/?a=1&amp;b=&quot;2&quot;" ADD_DATE="1600000000" \
                LAST_MODIFIED="1600000001" PRIVATE="0" TOREAD="1" DATA-IMPORTANT="true" DATA-ARCHIVED="true" \
                TAGS="x,y&#44;z">A &lt;b&gt;</A>
                        <DD>Line 1
                Line 2
                    </DL><p>
                </DL><p>

                """)
    }

    @Test func whatIsWrittenIsReadAgain() {
        for seed in 0..<1_000 {
            var generator = SeededGenerator(seed: UInt64(seed))
            let tree = randomTree(name: "All", depth: 0, &generator)
            let bytes = NetscapeWriter.write(tree)
            let records = NetscapeReader.read(bytes)
            #expect(records.withoutLines == flattened(tree, path: []), "seed \(seed)")
            #expect(NetscapeWriter.write(BookmarkTree(name: "All", records: records)) == bytes, "seed \(seed)")
        }
    }

    private func flattened(_ tree: BookmarkTree, path: [String]) -> [ImportRecord] {
        tree.children.flatMap { child -> [ImportRecord] in
            switch child {
            case .bookmark(var bookmark):
                bookmark.folder = path
                return [.bookmark(bookmark)]
            case .folder(let folder):
                let inner = path + [folder.name]
                return [.folder(FolderRecord(path: inner, note: folder.note, addedAt: folder.addedAt))]
                    + flattened(folder, path: inner)
            }
        }
    }

    private func randomTree(name: String, depth: Int, _ generator: inout SeededGenerator) -> BookmarkTree {
        var tree = BookmarkTree(name: name)
        if depth > 0 {
            tree.note = randomText(&generator)
            tree.addedAt = randomDate(&generator)
        }
        for index in 0..<Int.random(in: 0...4, using: &generator) {
            if depth < 3, Bool.random(using: &generator) {
                // Siblings with one name would become one folder.
                let name = "\(index)" + randomText(&generator)
                tree.children.append(.folder(randomTree(name: name, depth: depth + 1, &generator)))
            } else {
                tree.children.append(.bookmark(randomBookmark(&generator)))
            }
        }
        return tree
    }

    private func randomBookmark(_ generator: inout SeededGenerator) -> BookmarkRecord {
        var tags: [String] = []
        for _ in 0..<Int.random(in: 0...3, using: &generator) {
            let tag = randomText(&generator)
            if !tag.isEmpty, !tags.contains(tag) { tags.append(tag) }
        }
        return BookmarkRecord(
            url: "https://a.example/" + randomText(&generator), title: randomText(&generator),
            note: randomText(&generator),
            tags: tags, addedAt: randomDate(&generator), modifiedAt: randomDate(&generator),
            unread: Bool.random(using: &generator), favourite: Bool.random(using: &generator),
            archived: Bool.random(using: &generator),
            isPrivate: [true, false, nil].randomElement(using: &generator) ?? nil)
    }

    private func randomDate(_ generator: inout SeededGenerator) -> Int64? {
        Bool.random(using: &generator) ? Int64.random(in: 1...4_000_000_000, using: &generator) * 1000 : nil
    }

    private func randomText(_ generator: inout SeededGenerator) -> String {
        let pieces = [
            "a", "Zoë", "é", " ", "  ", "\n", "\r\n", "\t", "<", ">", "&", "&amp;", "&#10;", "\"", "'", ",", "</A>",
            "<DD>", "<b>",
            "漢字", "👩‍💻", "\u{85}", "\u{1}", "\u{A0}", "=", "-->", "[", "\u{FEFF}",
        ]
        return (0..<Int.random(in: 0...5, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }
            .joined()
    }
}
