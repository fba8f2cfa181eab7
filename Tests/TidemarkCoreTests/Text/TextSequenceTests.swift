import TestSupport
import Testing
import TidemarkCore

struct TextSequenceTests {
    private let me = WriterID(high: 0, low: 1)
    private let you = WriterID(high: 0, low: 2)

    private func text(_ content: String) -> TextSequence {
        var text = TextSequence()
        _ = text.insert(content, at: 0, dot: Dot(me, 1))
        return text
    }

    @Test func typingAndErasingTakeOneSpanEach() {
        var typed = TextSequence()
        for (index, letter) in "typed".enumerated() {
            _ = typed.insert(String(letter), at: index, dot: Dot(me, UInt64(index + 1)))
        }
        let plain = typed.encoded().count
        for length in (1...4).reversed() { _ = typed.delete(length..<(length + 1), dot: Dot(me, UInt64(10 - length))) }
        typed.invariantCheck()
        #expect(typed.text == "t")
        // One more span, whatever was typed and erased.
        #expect(typed.encoded().count <= plain + 4)
    }

    @Test func oneDeletionNamesARunWhateverItWasTypedWith() {
        var typed = TextSequence()
        for number in 1...9 as ClosedRange<UInt64> { _ = typed.insert("x", at: Int(number) - 1, dot: Dot(me, number)) }
        let change = typed.delete(2..<8, dot: Dot(me, 10))
        #expect(change.deletions == [CharacterRun(first: CharacterID(Dot(me, 3)), count: 6, step: .number)])
        #expect(typed.text(of: change.deletions) == "xxxxxx")
    }

    // MARK: Anchors

    @Test func anchorsStayWithTheirNeighbour() {
        var note = text("one two three")
        let start = note.anchor(at: 4, beside: .right)
        let end = note.anchor(at: 7, beside: .left)
        _ = note.insert("zero ", at: 0, dot: Dot(me, 2))
        _ = note.insert("!", at: 12, dot: Dot(me, 3))
        _ = note.insert("(", at: 9, dot: Dot(me, 4))
        #expect(note.text == "zero one (two! three")
        #expect(note.offset(of: start) == 10)
        #expect(note.offset(of: end) == 13)
        #expect(note.offset(of: .start) == 0 && note.offset(of: .end) == 20)
    }

    @Test func anchorsOutliveTheirScalar() throws {
        var note = text("one two three")
        let start = note.anchor(at: 4, beside: .right)
        let end = note.anchor(at: 7, beside: .left)
        _ = note.delete(2..<9, dot: Dot(me, 2))
        #expect(note.text == "onhree")
        #expect(note.offset(of: start) == 2 && note.offset(of: end) == 2)
        note.collect()
        let stored = try TextSequence(decoding: note.encoded())
        #expect(stored.offset(of: start) == 2 && stored.offset(of: end) == 2)
        #expect(stored.offset(of: .after(CharacterID(Dot(you, 1)))) == nil)
    }

    // MARK: Collecting

    @Test func collectedTextMergesAsBefore() throws {
        for seed in 0..<100 as Range<UInt64> {
            var world = TextWorld(seed: seed)
            try world.run(steps: 20, ordered: true)
            var collected = world.replicas[0].text
            collected.collect()
            collected.invariantCheck()
            var stored = try TextSequence(decoding: collected.encoded())
            stored.invariantCheck()
            #expect(stored == collected, "seed \(seed)")
            for (dot, change) in world.changes.sorted(by: { $0.key < $1.key }) { try stored.apply(change, dot: dot) }
            try world.settle()
            #expect(stored.text == world.replicas[0].text.text, "seed \(seed)")
            stored.collect()
            var all = world.replicas[0].text
            all.collect()
            #expect(stored == all, "seed \(seed)")
        }
    }

    @Test func collectedCharactersAreGone() {
        var note = text("secret and plain")
        let change = note.delete(0..<11, dot: Dot(me, 2))
        #expect(note.text(of: change.deletions) == "secret and ")
        note.collect()
        #expect(note.text == "plain")
        #expect(note.text(of: change.deletions) == nil)
        #expect(!String(decoding: note.encoded(), as: UTF8.self).contains("secret"))
    }

    // MARK: Characters

    @Test(arguments: ["👨‍👩‍👧", "🇫🇷", "e\u{301}", "漢", "각", "\r\n"])
    func oneCharacterGoesAsAWhole(character: String) {
        var note = text("a\(character)b\(character)")
        let deletion = note.delete(characters: 1..<2, dot: Dot(me, 2))
        #expect(note.text == "ab\(character)")
        #expect(note.text(of: deletion.deletions)?.unicodeScalars.elementsEqual(character.unicodeScalars) == true)
        _ = note.insert(character, atCharacter: 3, dot: Dot(me, 3))
        #expect(note.text == "ab\(character)\(character)")
        note.invariantCheck()
    }

    // MARK: A whole new text

    @Test func replacingKeepsTheWordsThatStay() throws {
        var mine = text("Fast to start.\nNo web view.\nSyncs over a folder.")
        var yours = mine
        let a = mine.replace(with: "Fast to start.\nNo web app.\nSyncs over a folder.", dot: Dot(me, 2))
        let b = yours.replace(
            with: "Very fast to start.\nNo web view at all.\nSyncs over a folder.\nFree.", dot: Dot(you, 1))
        try mine.apply(b, dot: Dot(you, 1))
        try yours.apply(a, dot: Dot(me, 2))
        #expect(mine.text == "Very fast to start.\nNo web app at all.\nSyncs over a folder.\nFree.")
        #expect(mine == yours)
        #expect(a.pieces.map(\.text) == ["app"])
    }

    @Test func replacingGivesTheNewTextToTheByte() {
        let samples = ["é", "e\u{301}", "a", "b ", "word", "\n", "\r\n", "👨‍👩‍👧", "👨", "🇫🇷", "🇫", "漢字", "-", "\u{301}"]
        for seed in 0..<500 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            func sample(_ random: inout SeededGenerator) -> String {
                (0..<Int.random(in: 0...12, using: &random)).map { _ in samples.randomElement(using: &random) ?? "" }
                    .joined()
            }
            let old = sample(&random)
            let new = sample(&random)
            var note = text(old)
            let before = note
            let change = note.replace(with: new, dot: Dot(me, 2))
            note.invariantCheck()
            #expect(note.text.utf8.elementsEqual(new.utf8), "seed \(seed)")
            #expect(change.isEmpty == old.utf8.elementsEqual(new.utf8), "seed \(seed)")
            // What goes are whole characters of the old text, what comes whole characters of the new.
            let ends = boundaries(old)
            for run in change.deletions {
                let start = before.offset(of: .before(run.first)) ?? -1
                #expect(ends.contains(start) && ends.contains(start + Int(run.count)), "seed \(seed)")
            }
        }
    }

    /// Offsets between characters, in scalars.
    private func boundaries(_ text: String) -> Set<Int> {
        text.reduce(into: (ends: Set([0]), at: 0)) { result, character in
            result.at += character.unicodeScalars.count
            result.ends.insert(result.at)
        }.ends
    }

    @Test func aWhollyDifferentLongTextIsReplacedInReasonableTime() {
        var note = text((0..<6000).map { "old \($0)\n" }.joined())
        let new = (0..<6000).map { "\($0) is new here\n" }.joined()
        _ = note.replace(with: new, dot: Dot(me, 2))
        #expect(note.text == new)
    }
}
