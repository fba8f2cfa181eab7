import TestSupport
import Testing
import TidemarkCore

struct TextRegisterTests {
    private func entry(_ writer: UInt64, _ number: UInt64, _ text: String, seen: [Dot] = []) -> TextRegister.Entry {
        let dot = Dot(WriterID(high: 0, low: writer), number)
        return .init(version: Version(Stamp(milliseconds: Int64(number * 10 + writer)), dot), text: text, seen: seen)
    }

    @Test func concurrentEditsOfDifferentLinesMerge() {
        let base = entry(1, 1, "one\ntwo\nthree")
        let mine = entry(1, 2, "ONE\ntwo\nthree", seen: [base.version.dot])
        let theirs = entry(2, 2, "one\ntwo\nTHREE\nfour", seen: [base.version.dot])
        #expect(TextRegister(entries: [base, mine, theirs]).text == "ONE\ntwo\nTHREE\nfour")
    }

    @Test func concurrentEditsOfTheSameLineAreBothKept() {
        let base = entry(1, 1, "one")
        let mine = entry(1, 2, "mine", seen: [base.version.dot])
        let theirs = entry(2, 2, "theirs", seen: [base.version.dot])
        #expect(TextRegister(entries: [base, mine, theirs]).text == "mine\ntheirs")
    }

    @Test func theSameFirstTextTwiceShowsOnce() {
        #expect(TextRegister(entries: [entry(1, 1, "hello"), entry(2, 1, "hello")]).text == "hello")
    }

    @Test func aTextThatSawBothSiblingsReplacesThem() {
        let a = entry(1, 1, "a")
        let b = entry(2, 1, "b")
        let merged = entry(1, 2, "a and b", seen: [a.version.dot, b.version.dot])
        #expect(TextRegister(entries: [a, b, merged]).siblings.map(\.text) == ["a and b"])
    }

    @Test func everyWrittenLineSurvivesTheMerge() {
        for seed in 0..<1000 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let base = (0..<Int.random(in: 0...6, using: &random)).map { "line \($0)" }
            func edited(_ name: String) -> (text: String, added: [String]) {
                var lines = base
                var added: [String] = []
                for index in 0..<Int.random(in: 0...3, using: &random) {
                    let line = "\(name) \(index)"
                    lines.insert(line, at: Int.random(in: 0...lines.count, using: &random))
                    added.append(line)
                }
                if random.chance(40), !lines.isEmpty {
                    lines.remove(at: Int.random(in: 0..<lines.count, using: &random))
                }
                return (lines.joined(separator: "\n"), added.filter(lines.contains))
            }
            let (a, aAdded) = edited("a")
            let (b, bAdded) = edited("b")
            let merged = LineMerge.merge(base: base.joined(separator: "\n"), a, b).split(separator: "\n").map(
                String.init)
            for line in aAdded + bAdded {
                #expect(merged.count { $0 == line } == 1, "seed \(seed): \(line) in \(merged)")
            }
            for line in base where a.contains(line) && b.contains(line) {
                #expect(merged.contains(line), "seed \(seed)")
            }
        }
    }

    @Test func mergingWithWhatDidNotChangeChangesNothing() {
        #expect(LineMerge.merge(base: "a\nb", "a\nb", "a\nc\nb") == "a\nc\nb")
        #expect(LineMerge.merge(base: "a\nb", "x", "a\nb") == "x")
    }
}
