/// What has to be edited to make one text another: lines first, then words, and at last what comes or goes at the ends of those.
///
/// Words and not characters within, as letters that two words share by chance say nothing: "ship" is not made from "skip" by
/// keeping three letters of it while somebody else deletes it and leaves an "h". Myers' differences ("An O(ND) Difference
/// Algorithm", 1986) at each step.
package enum TextDifference {
    /// A part of a text, equal to another if it has the same bytes: canonically equivalent ones differ here.
    private struct Part: Hashable {
        let text: Substring
        /// In scalars.
        let start: Int

        static func == (a: Part, b: Part) -> Bool { a.text.utf8.elementsEqual(b.text.utf8) }

        func hash(into hasher: inout Hasher) {
            for byte in text.utf8 { hasher.combine(byte) }
        }

        var end: Int { start + text.unicodeScalars.count }
    }

    /// Parts on both sides that Myers' quadratic worst case can take in some milliseconds; beyond, the whole stretch is replaced.
    private static let maximumParts = 4096

    /// Ascending, apart from each other; empty for equal texts.
    static func edits(from old: String, to new: String) -> [TextSequence.Edit] {
        changes(from: old, to: new).map { edit($0.old, $0.new, at: $0.start) }
    }

    /// What has gone and what has come from one text to another, in whole words and what stands between them.
    package static func words(from old: String, to new: String) -> (gone: [String], come: [String]) {
        func text(_ parts: ArraySlice<Part>) -> String? {
            parts.isEmpty ? nil : parts.map { String($0.text) }.joined()
        }
        let changes = changes(from: old, to: new)
        return (changes.compactMap { text($0.old) }, changes.compactMap { text($0.new) })
    }

    /// Runs of words that differ.
    private static func changes(
        from old: String, to new: String
    ) -> [(old: ArraySlice<Part>, new: ArraySlice<Part>, start: Int)] {
        if old.utf8.elementsEqual(new.utf8) { return [] }
        let (oldLines, newLines) = (lines(old), lines(new))
        return hunks(oldLines, newLines).flatMap { oldRange, newRange in
            let (oldWords, newWords) = (oldLines[oldRange].flatMap(words), newLines[newRange].flatMap(words))
            let start =
                oldRange.lowerBound < oldLines.count ? oldLines[oldRange.lowerBound].start : oldLines.last?.end ?? 0
            return hunks(oldWords, newWords).map { oldRange, newRange in
                let at =
                    oldRange.lowerBound < oldWords.count
                    ? oldWords[oldRange.lowerBound].start : oldWords.last?.end ?? start
                return (oldWords[oldRange], newWords[newRange], at)
            }
        }
    }

    /// A stretch of letters of more characters is a sentence of a script without spaces: there single characters are words.
    private static let longestWord = 24

    /// One edit between two changed stretches, without the characters that both start or end with where there is nothing else in
    /// one of them.
    private static func edit(_ old: ArraySlice<Part>, _ new: ArraySlice<Part>, at start: Int) -> TextSequence.Edit {
        let before = old.flatMap(characters)
        let after = new.flatMap(characters)
        var (head, tail) = common(before, after)
        let isReplaced = head + tail < min(before.count, after.count)
        if isReplaced, max(before.count, after.count) <= longestWord { (head, tail) = (0, 0) }
        let kept = after[head..<(after.count - tail)]
        let first = start + before[..<head].reduce(0) { $0 + $1.text.unicodeScalars.count }
        let length = before[head..<(before.count - tail)].reduce(0) { $0 + $1.text.unicodeScalars.count }
        return .init(first..<(first + length), kept.map { String($0.text) }.joined())
    }

    /// How many parts at the start and at the end two lists share.
    private static func common(_ a: [Part], _ b: [Part]) -> (head: Int, tail: Int) {
        var head = 0
        while head < min(a.count, b.count), a[head] == b[head] { head += 1 }
        var tail = 0
        while tail < min(a.count, b.count) - head, a[a.count - 1 - tail] == b[b.count - 1 - tail] { tail += 1 }
        return (head, tail)
    }

    /// Stretches that differ.
    private static func hunks(_ old: [Part], _ new: [Part]) -> [(old: Range<Int>, new: Range<Int>)] {
        let (head, tail) = common(old, new)
        let (oldEnd, newEnd) = (old.count - tail, new.count - tail)
        if head == oldEnd && head == newEnd { return [] }
        guard head < oldEnd, head < newEnd, oldEnd + newEnd - 2 * head <= maximumParts else {
            return [(head..<oldEnd, head..<newEnd)]
        }
        let changes = new[head..<newEnd].difference(from: old[head..<oldEnd])
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        for change in changes {
            switch change {
            case .remove(let offset, _, _): removed.insert(head + offset)
            case .insert(let offset, _, _): inserted.insert(head + offset)
            }
        }
        var found: [(old: Range<Int>, new: Range<Int>)] = []
        var (o, n) = (head, head)
        while o < oldEnd || n < newEnd {
            let start = (o, n)
            while removed.contains(o) { o += 1 }
            while inserted.contains(n) { n += 1 }
            if start == (o, n) {
                (o, n) = (o + 1, n + 1)
            } else {
                found.append((start.0..<o, start.1..<n))
            }
        }
        return slid(found, old, new)
    }

    /// What came or went as one of several equal neighbours is taken to be the last of them, whatever stood before: two
    /// differences from one text then name the same parts.
    private static func slid(
        _ hunks: [(old: Range<Int>, new: Range<Int>)], _ old: [Part], _ new: [Part]
    ) -> [(old: Range<Int>, new: Range<Int>)] {
        var hunks = hunks
        for index in hunks.indices.reversed() {
            var (removed, inserted) = hunks[index]
            let end = index + 1 < hunks.count ? hunks[index + 1].old.lowerBound : old.count
            func next(_ range: Range<Int>) -> Range<Int> { (range.lowerBound + 1)..<(range.upperBound + 1) }
            while removed.upperBound < end, inserted.upperBound < new.count {
                let isEqual =
                    inserted.isEmpty
                    ? old[removed.lowerBound] == old[removed.upperBound]
                    : removed.isEmpty && new[inserted.lowerBound] == new[inserted.upperBound]
                guard isEqual else { break }
                (removed, inserted) = (next(removed), next(inserted))
            }
            hunks[index] = (removed, inserted)
        }
        return hunks
    }

    private static func lines(_ text: String) -> [Part] {
        parts(text[...], from: 0) { character, _ in character.isNewline }
    }

    private static func words(_ line: Part) -> [Part] {
        parts(line.text, from: line.start) { a, b in !(isWord(a) && isWord(b)) }
    }

    private static func characters(_ word: Part) -> [Part] { parts(word.text, from: word.start) { _, _ in true } }

    private static func isWord(_ character: Character) -> Bool { character.isLetter || character.isNumber }

    /// Cuts a text between the characters where `isCut` says so.
    private static func parts(_ text: Substring, from start: Int, _ isCut: (Character, Character) -> Bool) -> [Part] {
        var found: [Part] = []
        var first = text.startIndex
        var position = start
        var index = text.startIndex
        while index < text.endIndex {
            let next = text.index(after: index)
            if next == text.endIndex || isCut(text[index], text[next]) {
                found.append(Part(text: text[first..<next], start: position))
                position += text[first..<next].unicodeScalars.count
                first = next
            }
            index = next
        }
        return found
    }
}
