import Testing

@testable import TidemarkLibrary

@Suite struct BookmarkTreeTests {
    @Test func recordsBecomeATreeInTheirOrder() {
        let first = BookmarkRecord(url: "https://a.example/", folder: ["Work", "Swift"])
        let second = BookmarkRecord(url: "https://b.example/")
        let third = BookmarkRecord(url: "https://c.example/", folder: ["Work"])
        let tree = BookmarkTree(
            name: "All",
            records: [
                .folder(FolderRecord(path: ["Work"], note: "n", addedAt: 5)),
                .bookmark(first),
                .refused(line: 3, reason: "r", text: "t"),
                .folder(FolderRecord(path: ["Empty"])),
                .bookmark(second),
                .bookmark(third),
            ])
        let swift = BookmarkTree(name: "Swift", children: [.bookmark(first)])
        let work = BookmarkTree(name: "Work", note: "n", addedAt: 5, children: [.folder(swift), .bookmark(third)])
        #expect(
            tree
                == BookmarkTree(
                    name: "All",
                    children: [.folder(work), .folder(BookmarkTree(name: "Empty")), .bookmark(second)]))
    }
}
