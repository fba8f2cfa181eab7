import TestSupport
import Testing
import TidemarkCore

/// The text of a field as people edit it: whole texts are given, and what differs is what is done.
struct FieldTextTests {
    private let field = FieldID(rawValue: 4)
    private let row = RowID(high: 0, low: 1)

    private func dot(_ writer: UInt64, _ number: UInt64) -> Dot { Dot(WriterID(high: 0, low: writer), number) }

    /// Merges changes, then shows the text.
    private func text(_ base: FieldText, _ changes: [(Dot, TextChange)]) -> String {
        var text = base
        for (dot, change) in changes { text.merge(change, dot: dot) }
        return text.text
    }

    /// Both orders give the same text.
    private func merged(_ base: FieldText, _ a: String, _ b: String) -> String {
        let mine = (dot(1, 2), base.replacing(with: a, dot: dot(1, 2)))
        let theirs = (dot(2, 2), base.replacing(with: b, dot: dot(2, 2)))
        let merged = text(base, [mine, theirs])
        #expect(text(base, [theirs, mine]) == merged)
        return merged
    }

    @Test func concurrentEditsOfOneTextMerge() {
        let base = FieldText.seed("The quick fox jumps.")
        #expect(merged(base, "The very quick fox jumps.", "The quick fox sleeps.") == "The very quick fox sleeps.")
        #expect(merged(base, "The quick fox jumps. Twice.", "A quick fox jumps.") == "A quick fox jumps. Twice.")
        #expect(merged(base, "", "The quick brown fox jumps.") == "brown ")
        #expect(merged(.seed("a\nb"), "a\nb\nmine", "a\nb\ntheirs") == "a\nb\nmine\ntheirs")
    }

    @Test func textsBegunAtOnceStandOnLinesOfTheirOwn() {
        var both = FieldText.seed("mine")
        both.merge(seed: "theirs")
        var other = FieldText.seed("theirs")
        other.merge(seed: "mine")
        #expect(both == other && Set(both.text.split(separator: "\n")) == ["mine", "theirs"])
        #expect(both.text.utf8.count == "mine\ntheirs".utf8.count)
        // Whatever was done to each of them stays on its line.
        let longer = FieldText.seed("mine").replacing(with: "mine, longer", dot: dot(1, 1))
        both.merge(longer, dot: dot(1, 1))
        #expect(Set(both.text.split(separator: "\n")) == ["mine, longer", "theirs"])
        let cleared = both.replacing(with: "", dot: dot(1, 2))
        both.merge(cleared, dot: dot(1, 2))
        #expect(both.text.isEmpty)
        both.merge(both.replacing(with: "again\n", dot: dot(1, 3)), dot: dot(1, 3))
        #expect(both.text == "again\n")
    }

    @Test func theSameFirstTextTwiceIsOne() {
        var text = FieldText.seed("hello")
        text.merge(seed: "hello")
        #expect(text == .seed("hello"))
        text.merge(text.replacing(with: "hello world", dot: dot(1, 1)), dot: dot(1, 1))
        text.merge(seed: "hello")
        #expect(text.text == "hello world")
        // Canonically equivalent is not the same: bytes decide, as they do in ids.
        var accents = FieldText.seed("\u{e9}")
        accents.merge(seed: "e\u{301}")
        #expect(accents.text.unicodeScalars.count == 4)
    }

    @Test func changesMayComeBeforeTheFirstText() {
        var state = RowState()
        let change = FieldText.seed("hello").replacing(with: "hello world", dot: dot(1, 2))
        let held = VersionVector()
        func op(_ number: UInt64, _ change: Op.Change, seen: [Dot]) -> Op {
            Op(
                dot: dot(1, number), stamp: Stamp(milliseconds: Int64(number)), action: number,
                kind: KindID(rawValue: 1), row: row, change: change, seen: seen)
        }
        state.apply(op(2, .edit(field, change), seen: [dot(1, 1)]), held: held)
        #expect(state.texts[field]?.text == "")
        state.apply(op(1, .seed(field, "hello"), seen: []), held: held)
        #expect(state.texts[field]?.text == "hello world")
        #expect(state[field]?.candidates.map(\.version.dot) == [dot(1, 2)])
        state.invariantCheck()
    }

    @Test func whatNoWriterMakesIsMergedNowhere() {
        var state = RowState()
        let changes: [Op.Change] = [
            .seed(field, ""), .seed(field, String(repeating: "x", count: FieldText.maximumSeed + 1)),
            .edit(field, TextChange()),
            .edit(field, TextChange(pieces: [.init(place: .after(nil), right: nil, text: "")])),
        ]
        for (number, change) in changes.enumerated() {
            state.apply(
                Op(
                    dot: dot(1, UInt64(number) + 1), stamp: Stamp(milliseconds: 1), action: 1,
                    kind: KindID(rawValue: 1), row: row, change: change), held: VersionVector())
        }
        #expect(state.texts.count == 0)
    }

    /// What was collected is no difference, and what is stored is less.
    @Test func equalTextsAreEqualWhateverWasCollected() throws {
        var text = TextSequence()
        _ = text.insert("some words that go", at: 0, dot: dot(1, 1))
        _ = text.delete(0..<5, dot: dot(1, 2))
        var collected = text
        collected.collect()
        #expect(text == collected && text.encoded() != collected.encoded())
        #expect(text.encoded(keepingDeleted: false) == collected.encoded())
    }

    // MARK: Edits of what was shown

    @Test func anEditIsDoneToWhatHasBecomeOfTheText() {
        let base = "one two three"
        func revised(_ current: String, to new: String) -> String {
            let held = FieldText.seed(current)
            return text(held, [(dot(1, 1), held.revising(from: base, to: new, dot: dot(1, 1)))])
        }
        #expect(revised("zero one two three", to: "one 2 three") == "zero one 2 three")
        #expect(revised("one three", to: "one two three four") == "one three four")
        #expect(revised("one and two three", to: "three") == "and three")
        #expect(revised("one two three", to: "") == "")
        #expect(revised("ONE two three", to: "ONE two three") == "ONE two three")
        #expect(revised("one TWO three", to: "one 2 three") == "one 2TWO three")
    }

    @Test func nothingThatCameOrStayedIsLost() {
        for seed in 0..<500 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let base = (0..<8).map { "w\($0)" }
            func edited(_ name: String) -> [String] {
                var words = base
                for index in 0..<3 {
                    words.insert("\(name)\(index)", at: Int.random(in: 0...words.count, using: &random))
                    if random.chance(50) { words.remove(at: Int.random(in: 0..<words.count, using: &random)) }
                }
                return words
            }
            let (mine, theirs) = (edited("m"), edited("t"))
            let held = FieldText.seed(theirs.joined(separator: "\n"))
            let change = held.revising(
                from: base.joined(separator: "\n"), to: mine.joined(separator: "\n"), dot: dot(1, 1))
            let result = text(held, [(dot(1, 1), change)])
            for word in base where mine.contains(word) && theirs.contains(word) {
                #expect(result.ranges(of: word).count == 1, "seed \(seed): \(word) in \(result)")
            }
            for word in (mine + theirs) where !base.contains(word) {
                #expect(result.contains(word), "seed \(seed): \(word) in \(result)")
            }
        }
    }

    @Test func takingBackLeavesOthersWork() {
        func reverted(_ current: String, from after: String, to before: String) -> (text: String, isPart: Bool) {
            let held = FieldText.seed(current)
            let (change, isPart) = held.reverting(from: after, to: before, dot: dot(1, 1))
            return (text(held, [(dot(1, 1), change)]), isPart)
        }
        let (before, after) = ("a plain note", "a plain and simple note")
        #expect(reverted("a plain and simple note, edited", from: after, to: before) == ("a plain note, edited", false))
        #expect(reverted("my plain note", from: after, to: before) == ("my plain note", false))
        #expect(reverted("first third", from: "first second", to: "first") == ("first third", true))
        #expect(reverted("second", from: "first", to: "before") == ("second", true))
        // What it took away comes back.
        #expect(reverted("a plain note!", from: before, to: after) == ("a plain and simple note!", false))
    }

    /// Somebody deletes what another one corrects: what is left is a word.
    @Test func aCorrectedWordIsAnotherWord() {
        #expect(merged(.seed("we skip it"), "we ship it", "we it") == "we shipit")
        #expect(merged(.seed("we skip it"), "we ship it", "we skips it") == "we ships it")
        let sentence = String(repeating: "漢字かな", count: 10)
        let dot = dot(1, 1)
        #expect(
            FieldText.seed(sentence + "文" + sentence).replacing(with: sentence + "字" + sentence, dot: dot).scalarCount
                == 1)
    }

    @Test func differencesAreToldInWords() {
        let (gone, come) = TextDifference.words(from: "We skip it today.", to: "We ship it tomorrow, maybe.")
        #expect(gone == ["skip", "today"] && come == ["ship", "tomorrow, maybe"])
    }

    // MARK: Ids

    /// SHA-256 of one block and of several, to the last byte that fits into one and beyond.
    @Test func namesOfFirstTextsAreHashes() {
        let expected = [
            1: "cabf45207ea2d50ceeb849da64f6ab77", 40: "6e44cd9d5bd5aca7a29634c57b8fab67",
            41: "e6f6559eb46ea257a36f1a42e2a48bae",
            49: "ad29d8632876a68f9d6d5e207090ecfb", 1000: "dbd7cf0ce9b58e635e4ebc323e2aaecd",
        ]
        for (length, name) in expected {
            let dot = Dot.seed(of: String(repeating: "a", count: length))
            #expect(dot.writer.description == name && dot.isSeed, "\(length)")
        }
    }

    @Test func renamingKeepsWhatIsSaid() {
        let run = CharacterRun(first: CharacterID(dot(1, 5)), count: 3, step: .number)
        let change = TextChange(
            pieces: [.init(place: .before(CharacterID(dot(1, 5))), right: nil, text: "x")], deletions: [run])
        let apart: [UInt64: UInt64] = [5: 10, 6: 11, 7: 20]
        let renamed = change.renamed { dot in apart[dot.number].map { Dot(dot.writer, $0) } }
        #expect(renamed?.pieces.first?.place == .before(CharacterID(dot(1, 10))))
        #expect(
            renamed?.deletions == [
                CharacterRun(first: CharacterID(dot(1, 10)), count: 2, step: .number),
                CharacterRun(first: CharacterID(dot(1, 20)), count: 1, step: .number),
            ])
        #expect(change.renamed { $0.number == 7 ? nil : $0 } == nil)
    }
}
