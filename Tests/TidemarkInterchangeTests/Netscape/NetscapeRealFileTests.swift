import Testing
import TidemarkLibrary

@testable import TidemarkInterchange

/// Files that other programs wrote; they are not part of the project.
@Suite(.enabled(if: ProjectFiles.exists("../shared/real/bookmarks")))
struct NetscapeRealFileTests {
    private func read(_ name: String) throws -> [ImportRecord] {
        NetscapeReader.read(try #require(ProjectFiles.bytes("../shared/real/bookmarks/\(name)")))
    }

    @Test func countsAreExact() throws {
        let expected: [(name: String, bookmarks: Int, refused: Int, folders: Int)] = [
            ("chromium_nested.htm", 18, 0, 7), ("delicious.htm", 5, 0, 0), ("empty.htm", 0, 0, 0),
            ("firefox_nested.htm", 21, 3, 6), ("internet_explorer_11_nested.htm", 27, 0, 9),
            ("netscape_multiline.htm", 3, 0, 0), ("netscape_nested.htm", 8, 0, 4), ("safari_folded.htm", 3, 0, 5),
            ("shaarli.htm", 5, 1, 0),
        ]
        for file in expected {
            let records = try read(file.name)
            #expect(records.bookmarks.count == file.bookmarks, "\(file.name)")
            #expect(records.refusals.count == file.refused, "\(file.name)")
            #expect(records.folders.count == file.folders, "\(file.name)")
        }
    }

    @Test func detailsAreRight() throws {
        let nested = try read("netscape_nested.htm")
        #expect(nested.bookmarks.first?.tags == ["tag1", "tag2", "multi word"])
        #expect(nested.folders.first?.path == ["Folder1, the first,folder to encounter"])
        #expect(nested.folders.map(\.note)[1] == "This second folder contains wonderful links!")
        #expect(nested.bookmarks.map(\.folder).contains(["Folder3", "Folder3-1"]))
        let lines = try read("netscape_multiline.htm").bookmarks
        #expect(lines.first?.note == "List:\n- item1\n- item2\n- item3")
        #expect(lines.last?.note.hasSuffix("Paragraph\nnumber\ntwo.") == true)
        let firefox = try read("firefox_nested.htm")
        #expect(firefox.refusals.map(\.line).first == 10)
        #expect(firefox.bookmarks.contains { $0.note.hasSuffix("figure out&#8230;") })
        #expect(firefox.folders.map(\.path.last).contains("Personal toolbar"))
        let shaarli = try read("shaarli.htm")
        #expect(shaarli.refusals.map(\.text) == ["?lY47tw"])
        #expect(shaarli.bookmarks.filter { $0.isPrivate == true }.count == 2)
    }
}
