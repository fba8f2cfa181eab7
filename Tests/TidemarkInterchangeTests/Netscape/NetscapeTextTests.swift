import Testing
import TidemarkLibrary

@testable import TidemarkInterchange

@Suite struct NetscapeTextTests {
    private func titles(_ bytes: [UInt8]) -> [String] {
        NetscapeReader.read(bytes).bookmarks.map(\.title)
    }

    private func file(_ title: [UInt8], before: String = "") -> [UInt8] {
        Array((before + "<DT><A HREF='https://a.example/'>").utf8) + title + Array("</A>".utf8)
    }

    @Test func references() {
        for (text, resolved) in [
            ("&amp;&lt;&gt;&quot;&apos;", "&<>\"'"), ("&eacute;&Eacute;&euro;&hellip;&nbsp;&thetasym;", "éÉ€…\u{A0}ϑ"),
            ("&#233;&#xE9;&#XE9;&#233", "éééé"), ("&amp;#8230;", "&#8230;"), ("&#150;&#x80;", "–€"),
            ("&#0;&#xD800;&#x110000;&#99999999999999;", "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"), ("&#128512;", "😀"),
            ("&copy=1&unknown;&", "&copy=1&unknown;&"), ("&#;&#x;&;", "&#;&#x;&;"),
        ] { #expect(CharacterReferences.resolve(text) == resolved, "\(text)") }
    }

    @Test func bytesThatAreNotUTF8AreWindows1252() {
        #expect(titles(file([0x43, 0x61, 0x66, 0xE9, 0x20, 0x93, 0x80, 0x94])) == ["Café “€”"])
        #expect(titles(file(Array("Café".utf8))) == ["Café"])
    }

    @Test func aDeclaredCharacterSetCounts() {
        // In UTF-8 these bytes would be "é"; in Windows-1252 they are two characters.
        let bytes: [UInt8] = [0xC3, 0xA9]
        for name in ["windows-1252", "ISO-8859-1", "latin1"] {
            #expect(titles(file(bytes, before: "<META CONTENT=\"text/html; charset=\(name)\">")) == ["Ã©"], "\(name)")
            #expect(titles(file(bytes, before: "<meta charset='\(name)'>")) == ["Ã©"], "\(name)")
        }
        #expect(titles(file(bytes, before: "<META CONTENT=\"text/html; charset=UTF-8\">")) == ["é"])
        #expect(titles(file(bytes, before: "\u{FEFF}")) == ["é"])
    }

    @Test func anUnknownCharacterSetIsSaidOnce() {
        let before = "<meta charset=koi8-r>"
        let file = file([0xC1], before: before) + file([0xC2])
        let records = NetscapeReader.read(file)
        #expect(records.bookmarks.count == 2)
        #expect(records.refusals.count == 1)
        #expect(records.refusals.first?.reason.contains("koi8-r") == true)
        #expect(NetscapeReader.read(self.file([0x41], before: before)).refusals.isEmpty)
    }

    @Test func utf16IsRefusedOnce() {
        let records = NetscapeReader.read([0xFF, 0xFE] + Array("<\0A\0".utf8))
        #expect(records.refusals.count == 1)
        #expect(records.count == 1)
    }
}
