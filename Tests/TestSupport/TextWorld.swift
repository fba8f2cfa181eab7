package import TidemarkCore

/// Some writers of one text who edit at random and hear of each other at random, in any order and more than once.
package struct TextWorld {
    package struct Replica {
        package let writer: WriterID
        package var text = TextSequence()
        package var known: Set<Dot> = []
    }

    package private(set) var replicas: [Replica]
    package private(set) var changes: [Dot: TextChange] = [:]
    package var random: SeededGenerator
    /// First edit that did not do to the writer's own text what it says.
    package private(set) var misdeed: String?

    package static let seed = Dot(WriterID(high: .max, low: 1), 1)
    /// One to seven scalars each: plain, precomposed and not, beyond the first plane, joined.
    private static let samples = ["a", "b", "xyz", " ", "\n", "é", "e\u{301}", "漢字", "🙂", "👨‍👩‍👧", "🇫🇷", "word ", "ﬁ"]

    package init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        replicas = (1...Int.random(in: 2...5, using: &random)).map {
            Replica(writer: WriterID(high: 0, low: UInt64($0)))
        }
    }

    /// Edits and deliveries.
    ///
    /// - Parameter ordered: whether changes arrive after all that their writers had seen.
    package mutating func run(steps: Int, ordered: Bool) throws {
        for _ in 0..<steps {
            let at = Int.random(in: 0..<replicas.count, using: &random)
            switch random.next() % 8 {
            case 0..<5: edit(at)
            case 5: try receive(at, ordered: ordered)
            case 6 where replicas[at].text.isUntouched:
                changes[Self.seed] = .seed("a first text")
                try deliver([Self.seed], to: at)
            case 6: try replicas[at].text = TextSequence(decoding: replicas[at].text.encoded())
            default: if ordered { edit(at) } else { try forge(at) }
            }
            replicas[at].text.invariantCheck()
        }
    }

    package mutating func deliver(_ dots: [Dot], to at: Int) throws {
        for dot in dots {
            guard let change = changes[dot] else { continue }
            try replicas[at].text.apply(change, dot: dot)
            replicas[at].known.insert(dot)
        }
    }

    /// Brings everything to everybody.
    package mutating func settle() throws {
        for at in replicas.indices {
            let missing = changes.keys.filter { !replicas[at].known.contains($0) }
            try deliver(missing.sorted().shuffled(using: &random), to: at)
        }
    }

    private mutating func receive(_ at: Int, ordered: Bool) throws {
        let from = Int.random(in: 0..<replicas.count, using: &random)
        if ordered {
            // All that the other knows: whatever those changes refer to is among it.
            try deliver(replicas[from].known.sorted().shuffled(using: &random), to: at)
        } else {
            try deliver(changes.keys.sorted().filter { _ in random.chance(40) }.shuffled(using: &random), to: at)
        }
    }

    private mutating func nextDot(_ at: Int) -> Dot {
        let writer = replicas[at].writer
        let last = changes.keys.filter { $0.writer == writer }.map(\.number).max() ?? 0
        // Ops on other fields take numbers too.
        return Dot(writer, last + (random.chance(70) ? 1 : 2))
    }

    private mutating func edit(_ at: Int) {
        let dot = nextDot(at)
        let before = Array(replicas[at].text.text.unicodeScalars)
        var edits: [TextSequence.Edit] = []
        var from = 0
        for _ in 0..<(random.chance(80) ? 1 : 3) where from <= before.count {
            // Often at the place of the last edit, as people type.
            let start = Int.random(in: from...before.count, using: &random)
            let length = random.chance(40) ? min(Int.random(in: 0...4, using: &random), before.count - start) : 0
            let text = length == 0 || random.chance(30) ? Self.samples.randomElement(using: &random) ?? "" : ""
            edits.append(.init(start..<(start + length), text))
            from = start + length + 1
        }
        var expected = before
        for edit in edits.reversed() { expected.replaceSubrange(edit.range, with: edit.text.unicodeScalars) }
        // A forged deletion may have waited for just this op.
        let isAlone = !replicas[at].text.isIncomplete
        let change = replicas[at].text.edit(edits, dot: dot)
        guard !change.isEmpty else { return }
        changes[dot] = change
        replicas[at].known.insert(dot)
        if isAlone, !replicas[at].text.text.unicodeScalars.elementsEqual(expected) {
            misdeed = misdeed ?? "\(dot): \(edits)"
        }
    }

    /// A change that no edit makes, but that a broken or hostile writer may: any parents, any neighbours, any runs.
    private mutating func forge(_ at: Int) throws {
        let writer = WriterID(high: 9, low: UInt64.random(in: 1...2, using: &random))
        let last = changes.keys.filter { $0.writer == writer }.map(\.number).max() ?? 0
        let dot = Dot(writer, last + 1)
        let dots = changes.keys.sorted() + [dot]
        func any(_ random: inout SeededGenerator) -> CharacterID {
            CharacterID(dots.randomElement(using: &random) ?? dot, UInt32.random(in: 0...3, using: &random) / 2)
        }
        var pieces: [TextChange.Piece] = []
        var deletions: [CharacterRun] = []
        for _ in 0..<Int.random(in: 0...2, using: &random) {
            let text = Self.samples.randomElement(using: &random) ?? "f"
            let right = random.chance(30) ? nil : any(&random)
            let place: TextChange.Place =
                random.chance(50) ? .before(any(&random)) : .after(random.chance(20) ? nil : any(&random))
            pieces.append(.init(place: place, right: right, text: text))
        }
        if pieces.isEmpty || random.chance(30) {
            let first = any(&random)
            let step: CharacterRun.Step = first.offset == 0 && random.chance(50) ? .number : .offset
            deletions.append(.init(first: first, count: UInt32.random(in: 1...3, using: &random), step: step))
        }
        changes[dot] = TextChange(pieces: pieces, deletions: deletions)
        try deliver([dot], to: at)
    }
}
