import Foundation
import TestSupport
import Testing
import TidemarkInterchange
import TidemarkLibrary
import TidemarkReplica

@Suite struct ExportTests {
    private let record = BookmarkRecord(
        url: "https://a.example/?x=1&y=<2>", title: "A *star* [in] \"quotes\", with; all",
        note: "- one\n2. two\n\n=end",
        tags: ["plain", "with, comma", "it's"], folder: ["Work/Life", "Now"], addedAt: 1_600_000_000_123, unread: true,
        favourite: true, archived: true, isPrivate: true, progress: 40)

    private func library() throws -> Replica {
        let home = try Household(["A"])
        var elsewhere = record
        elsewhere.folder = ["Other"]
        _ = try home["A"].importRecords([
            .folder(FolderRecord(path: ["Empty"], note: "about", addedAt: 1_500_000_000_000)), .bookmark(record),
            .bookmark(elsewhere), .bookmark(BookmarkRecord(url: "https://b.example/", title: "B")),
            .bookmark(BookmarkRecord(url: "https://gone.example/", title: "Gone")),
        ])
        try home["A"].trash(home["A"].find(item: "https://gone.example/").row)
        return home["A"]
    }

    @Test func aTableComesBackAsItWas() throws {
        let (format, records) = try ImportSource.read(CSVWriter.write(library().shelfEntries()))
        #expect(format == .csv)
        var found = records.bookmarks.filter { $0.url == record.url }.sorted { $0.folder.count > $1.folder.count }
        #expect(found.map(\.folder) == [["Work/Life", "Now"], ["Other"]])
        found[0].line = 0
        found[0].tags = record.tags
        #expect(found[0] == record)
        #expect(records.bookmarks.map(\.tags).first { !$0.isEmpty }.map(Set.init) == Set(record.tags))
        #expect(!records.bookmarks.contains { $0.title == "Gone" })
    }

    /// What Netscape's format holds: everything but progress and highlights; dates in whole seconds.
    @Test func aNetscapeFileComesBackAsItWas() throws {
        let library = try library()
        let (_, records) = try ImportSource.read(NetscapeWriter.write(library.bookmarkTree()))
        let other = try Household(["B"])["B"]
        _ = try other.importRecords(records)
        func comparable(_ replica: Replica) throws -> [String] {
            try replica.shelfEntries().filter { !$0.trashed }.map {
                "\($0.url) \($0.title) \($0.note) \($0.tags.sorted()) \($0.folders.map { $0.joined() }.sorted()) "
                    + "\($0.unread) \($0.favourite) \($0.archived) \(String(describing: $0.private)) \(($0.addedAt ?? 0) / 1000)"
            }.sorted()
        }
        #expect(try comparable(other) == (try comparable(library)))
        #expect(try other.shelfFolders() == (try library.shelfFolders()))
    }

    @Test func markdownEscapesWhatIsNoMarkup() throws {
        let text = String(decoding: MarkdownWriter.write(try library().bookmarkTree()), as: UTF8.self)
        #expect(text.contains("## Empty\n\nabout\n"))
        #expect(text.contains("### Now\n"))
        #expect(
            text.contains(
                #"- [A \*star\* \[in\] "quotes", with; all](<https://a.example/?x=1&y=%3C2%3E>) `it's` `plain` `with, comma`"#
            ))
        #expect(text.contains("\n  \\- one\n  2\\. two\n\n  \\=end\n"))
        #expect(!text.contains("Gone"))
    }
}
