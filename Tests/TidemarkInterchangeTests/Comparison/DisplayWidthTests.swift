import Testing

@testable import TidemarkInterchange

@Suite struct DisplayWidthTests {
    @Test func widths() {
        for (text, width) in [
            ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("漢字", 4), ("한글", 4), ("ｆｕｌｌ", 8), ("😀", 2), ("👩‍💻", 2),
            ("❤️", 2), ("❤", 1),
            ("a\u{200B}b", 2), ("\u{7}", 0), ("·–…", 3), ("🇩🇪", 2),
        ] { #expect(DisplayWidth.of(text) == width, "\(text)") }
    }

    @Test func wrapping() {
        #expect(TextWrap.lines("one two three", width: 7) == ["one two", "three"])
        #expect(TextWrap.lines("abcdefgh ij", width: 3) == ["abc", "def", "gh", "ij"])
        #expect(TextWrap.lines("漢字漢字", width: 5) == ["漢字", "漢字"])
        #expect(TextWrap.lines("a\n\nb  c ", width: 9) == ["a", "", "b c"])
        #expect(TextWrap.lines("", width: 9) == [""])
        #expect(TextWrap.lines("漢a", width: 1) == ["漢", "a"])
    }

    @Test func noWordIsLostAndNoLineIsTooWide() {
        let pieces = ["a", "word", "longerword", "漢字", "😀", " ", " ", "\n", "e\u{301}", "-"]
        for seed in 0..<1_000 {
            var generator = SeededGenerator(seed: UInt64(seed))
            let text = (0..<Int.random(in: 0...30, using: &generator)).map { _ in
                pieces.randomElement(using: &generator) ?? ""
            }.joined()
            let width = Int.random(in: 2...20, using: &generator)
            let lines = TextWrap.lines(text, width: width)
            #expect(lines.allSatisfy { DisplayWidth.of($0) <= width }, "seed \(seed)")
            #expect(lines.joined().filter { !$0.isWhitespace } == text.filter { !$0.isWhitespace }, "seed \(seed)")
        }
    }

    @Test func controlsNeverReachTheTerminal() {
        #expect(TerminalText.clean("a\u{1B}[31mb\u{7}\u{9B}c\td\ne\u{202E}f") == "a[31mbc d\nef")
    }
}
