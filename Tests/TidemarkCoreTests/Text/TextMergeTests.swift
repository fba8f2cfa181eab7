import TestSupport
import Testing
import TidemarkCore

/// Texts that several edit at once: against the reference, and the laws of a CRDT on the whole state.
struct TextMergeTests {
    /// - Parameter ordered: false adds changes that no edit makes, arriving before what they refer to.
    private func check(seed: UInt64, ordered: Bool) throws {
        var world = TextWorld(seed: seed)
        try world.run(steps: 25, ordered: ordered)
        try world.settle()
        #expect(world.misdeed == nil, "seed \(seed)")
        let reference = ReferenceText(world.changes)
        for replica in world.replicas {
            replica.text.invariantCheck()
            #expect(replica.text == world.replicas[0].text, "seed \(seed)")
        }
        let text = world.replicas[0].text
        #expect(text.text.unicodeScalars.elementsEqual(reference.text.unicodeScalars), "seed \(seed)")
        #expect(text.isIncomplete == !reference.waiting.isEmpty, "seed \(seed)")
        for id in reference.order {
            let offset = reference.offset(of: id)
            #expect(text.offset(of: .before(id)) == offset, "seed \(seed)")
            #expect(
                text.offset(of: .after(id)) == offset.map { $0 + (reference.isVisible(id) ? 1 : 0) }, "seed \(seed)")
        }
        // All in one go, in another order, each change twice.
        var shuffled = TextSequence()
        var order = world.changes.keys.sorted() + world.changes.keys.sorted()
        order.shuffle(using: &world.random)
        for dot in order { if let change = world.changes[dot] { try shuffled.apply(change, dot: dot) } }
        #expect(shuffled == text, "seed \(seed)")
        #expect(shuffled.encoded() == text.encoded(), "seed \(seed)")
    }

    @Test func editsAgreeWithTheReference() throws {
        for seed in 0..<200 as Range<UInt64> { try check(seed: seed, ordered: true) }
    }

    @Test func changesOfAnyKindInAnyOrderAgreeWithTheReference() throws {
        for seed in 0..<200 as Range<UInt64> { try check(seed: seed, ordered: false) }
    }

    /// More spans than a chunk holds, so that chunks split under concurrent edits.
    @Test func longTextsMergeToo() throws {
        for seed in 0..<2 as Range<UInt64> {
            var replicas = (1...3 as ClosedRange<UInt64>).map {
                (writer: WriterID(high: 0, low: $0), text: TextSequence())
            }
            var random = SeededGenerator(seed: seed)
            for number in 1...600 as ClosedRange<UInt64> {
                var made: [(Dot, TextChange)] = []
                for at in replicas.indices {
                    let dot = Dot(replicas[at].writer, number)
                    let count = replicas[at].text.count
                    let start = Int.random(in: 0...count, using: &random)
                    let end = min(count, start + (random.chance(30) ? Int.random(in: 0...9, using: &random) : 0))
                    made.append(
                        (dot, replicas[at].text.edit([.init(start..<end, random.chance(80) ? "ab" : "")], dot: dot)))
                }
                for at in replicas.indices {
                    for (dot, change) in made { try replicas[at].text.apply(change, dot: dot) }
                }
            }
            for replica in replicas {
                replica.text.invariantCheck()
                #expect(replica.text == replicas[0].text, "seed \(seed)")
            }
            let decoded = try TextSequence(decoding: replicas[0].text.encoded())
            decoded.invariantCheck()
            #expect(decoded == replicas[0].text)
        }
    }

    // MARK: Every small case

    /// All insertions of one letter and all deletions of one scalar that a text of `count` scalars allows.
    private func edits(_ count: Int, _ letter: String) -> [TextSequence.Edit] {
        (0...count).map { .init($0..<$0, letter) } + (0..<count).map { .init($0..<($0 + 1), "") }
    }

    @Test func everyPairOfEditsByTwoWritersAgreesWithTheReference() throws {
        let writers = (1...3 as ClosedRange<UInt64>).map { WriterID(high: 0, low: $0) }
        var base = TextSequence()
        let first = Dot(writers[0], 1)
        let start = base.insert("ab", at: 0, dot: first)
        func histories(_ writer: WriterID, _ letters: [String]) -> [[Dot: TextChange]] {
            edits(2, letters[0]).flatMap { one in
                var once = base
                let a = once.edit([one], dot: Dot(writer, 2))
                return edits(once.count, letters[1]).map { two in
                    var twice = once
                    return [Dot(writer, 2): a, Dot(writer, 3): twice.edit([two], dot: Dot(writer, 3))]
                }
            }
        }
        for mine in histories(writers[1], ["x", "X"]) {
            for theirs in histories(writers[2], ["y", "Y"]) {
                let changes = mine.merging(theirs) { $1 }.merging([first: start]) { $1 }
                let reference = ReferenceText(changes)
                for order in [changes.keys.sorted(), changes.keys.sorted().reversed()] {
                    var text = TextSequence()
                    for dot in order { if let change = changes[dot] { try text.apply(change, dot: dot) } }
                    text.invariantCheck()
                    #expect(text.text == reference.text, "\(changes)")
                }
            }
        }
    }

    // MARK: Runs stay whole

    /// Every mix of writers who type forwards and backwards between two letters, seeing nothing of each other.
    @Test(arguments: ["AB", "A-B", ""])
    func runsWrittenAtOneSpotDoNotInterleave(around: String) throws {
        for directions in 0..<8 {
            var base = TextSequence()
            let home = WriterID(high: 0, low: 4)
            _ = base.insert(around, at: 0, dot: Dot(home, 1))
            // With a deleted scalar at the spot, too.
            if around.count == 3 { _ = base.delete(1..<2, dot: Dot(home, 2)) }
            var merged = base
            for (index, run) in ["abc", "klm", "xyz"].enumerated() {
                var mine = base
                let spot = min(1, base.count)
                let isForward = directions >> index & 1 == 1
                let letters = isForward ? Array(run) : Array(run.reversed())
                for (step, letter) in letters.enumerated() {
                    let dot = Dot(WriterID(high: 0, low: [5, 3, 9][index]), UInt64(step + 1))
                    let change = mine.insert(String(letter), at: isForward ? spot + step : spot, dot: dot)
                    try merged.apply(change, dot: dot)
                }
            }
            merged.invariantCheck()
            for run in ["abc", "klm", "xyz"] { #expect(merged.text.contains(run), "\(directions): \(merged.text)") }
        }
    }

    /// The case that sets FugueMax apart from Fugue: a text written against its right neighbour stays with it.
    @Test func whatWasWrittenDirectlyBeforeAScalarStaysThere() throws {
        let writers = (1...4 as ClosedRange<UInt64>).map { WriterID(high: 0, low: $0) }
        var base = TextSequence()
        _ = base.insert("y", at: 0, dot: Dot(writers[0], 1))
        var (first, second) = (base, base)
        let p = first.insert("p", at: 0, dot: Dot(writers[0], 2))
        let x = second.insert("x", at: 0, dot: Dot(writers[1], 1))
        var both = first
        try both.apply(x, dot: Dot(writers[1], 1))
        #expect(both.text == "pxy")
        let a = both.insert("a", at: 1, dot: Dot(writers[2], 1))
        let b = first.insert("b", at: 1, dot: Dot(writers[3], 1))
        try second.apply(p, dot: Dot(writers[0], 2))
        for (change, dot) in [(b, Dot(writers[3], 1)), (a, Dot(writers[2], 1))] { try second.apply(change, dot: dot) }
        try both.apply(b, dot: Dot(writers[3], 1))
        #expect(both.text == "pbaxy")
        #expect(second == both)
    }

    @Test func anInsertionInsideADeletedRangeSurvives() throws {
        let (me, you) = (WriterID(high: 0, low: 1), WriterID(high: 0, low: 2))
        var mine = TextSequence()
        let start = mine.insert("one two three", at: 0, dot: Dot(me, 1))
        var yours = TextSequence()
        try yours.apply(start, dot: Dot(me, 1))
        let deletion = mine.delete(3..<13, dot: Dot(me, 2))
        let insertion = yours.insert("and a half ", at: 8, dot: Dot(you, 1))
        try mine.apply(insertion, dot: Dot(you, 1))
        try yours.apply(deletion, dot: Dot(me, 2))
        #expect(mine.text == "oneand a half ")
        #expect(mine == yours)
    }

    @Test func theSameFirstTextOnTwoDevicesIsOneText() throws {
        let seed = Dot(WriterID(high: 77, low: 77), 1)
        let (me, you) = (WriterID(high: 0, low: 1), WriterID(high: 0, low: 2))
        var (mine, yours) = (TextSequence(), TextSequence())
        try mine.apply(.seed("a bookmark"), dot: seed)
        try yours.apply(.seed("a bookmark"), dot: seed)
        let a = mine.replace(with: "a good bookmark", dot: Dot(me, 1))
        let b = yours.replace(with: "a bookmark to read", dot: Dot(you, 1))
        try mine.apply(.seed("a bookmark"), dot: seed)
        try mine.apply(b, dot: Dot(you, 1))
        try yours.apply(a, dot: Dot(me, 1))
        #expect(mine.text == "a good bookmark to read")
        #expect(mine == yours)
    }

    @Test func aChangeWaitsForWhatItRefersTo() throws {
        let me = WriterID(high: 0, low: 1)
        var mine = TextSequence()
        let changes = (1...3 as ClosedRange<UInt64>).map { number in
            (Dot(me, number), mine.insert("\(number)", at: Int(number) - 1, dot: Dot(me, number)))
        }
        var late = TextSequence()
        for (dot, change) in changes.dropFirst().reversed() { try late.apply(change, dot: dot) }
        #expect(late.text.isEmpty && late.isIncomplete && !late.isUntouched)
        try late.apply(changes[0].1, dot: changes[0].0)
        #expect(late == mine && !late.isIncomplete)
    }

    @Test func changesBeyondTheLimitsAreRefused() {
        var text = TextSequence()
        let dot = Dot(WriterID(high: 0, low: 1), 1)
        let far = Dot(WriterID(high: 0, low: 1), TextChange.maximumNumber + 1)
        #expect(throws: TextError.tooLarge) { try text.apply(.seed("x"), dot: far) }
        let long = String(repeating: "x", count: TextChange.maximumScalars + 1)
        #expect(throws: TextError.tooLarge) { try text.apply(.seed(long), dot: dot) }
        let run = CharacterRun(first: CharacterID(far), count: 1)
        #expect(throws: TextError.tooLarge) { try text.apply(TextChange(deletions: [run]), dot: dot) }
        #expect(text.isUntouched)
    }
}
