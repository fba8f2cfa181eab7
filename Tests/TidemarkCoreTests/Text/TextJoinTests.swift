import TestSupport
import Testing

@testable import TidemarkCore

/// States of one text that are joined, as if all changes had come by themselves.
struct TextJoinTests {
    @Test func aJoinIsAllChangesOfBoth() throws {
        for seed in 0..<200 as Range<UInt64> {
            var world = TextWorld(seed: seed)
            try world.run(steps: 40, ordered: seed % 2 == 0)
            for (a, b) in zip(world.replicas, world.replicas.dropFirst() + world.replicas.prefix(1)) {
                var joined = a.text
                joined.join(b.text)
                joined.invariantCheck()
                var merged = a.text
                for dot in b.known.sorted() {
                    if let change = world.changes[dot] { try merged.apply(change, dot: dot) }
                }
                #expect(joined == merged, "seed \(seed)")
                #expect(joined.text == merged.text, "seed \(seed)")
                // Once more, the other way round, and with what was stored.
                var other = try TextSequence(decoding: b.text.encoded(keepingDeleted: false))
                other.join(joined)
                other.join(a.text)
                other.invariantCheck()
                #expect(other == merged, "seed \(seed)")
            }
        }
    }

    /// Bytes that no writer makes may be joined with anything; nothing traps.
    @Test func damagedStatesNeverTrap() throws {
        for seed in 0..<4 as Range<UInt64> {
            var world = TextWorld(seed: seed)
            try world.run(steps: 20, ordered: seed % 2 == 0)
            let bytes = world.replicas[0].text.encoded()
            for position in bytes.indices {
                for change in [1, 3, 24, 128] as [UInt8] {
                    var damaged = bytes
                    damaged[position] ^= change
                    guard let text = try? TextSequence(decoding: damaged) else { continue }
                    var (mine, theirs) = (world.replicas[1].text, text)
                    mine.join(text)
                    theirs.join(world.replicas[1].text)
                    mine.invariantCheck()
                    theirs.invariantCheck()
                }
            }
        }
    }

    @Test func fieldsJoinWhateverTheirForm() {
        let dot = Dot(WriterID(high: 0, low: 1), 1)
        let seeds = ["one", "two"].map { FieldText.seed($0) }
        var edited = seeds[0]
        edited.merge(edited.replacing(with: "one more", dot: dot), dot: dot)
        var both = seeds[1]
        both.merge(seed: "one")
        both.merge(seeds[0].replacing(with: "one more", dot: dot), dot: dot)
        for (a, b) in [(edited, seeds[1]), (seeds[1], edited)] {
            var joined = a
            joined.join(b)
            #expect(joined == both)
            joined.join(seeds[0])
            #expect(joined == both)
        }
        var same = seeds[0]
        same.join(.seed("one"))
        #expect(same == seeds[0])
    }

    /// What a snapshot holds of a row gives the row again.
    @Test func textsStandInTheOperationsOfARow() {
        for seed in 0..<200 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            var replicas = (1...3).map { CoreReplica(writer: WriterID(high: 0, low: UInt64($0))) }
            for _ in 0..<25 {
                let at = Int.random(in: 0..<3, using: &random)
                replicas[at].edit(now: 1_800_000_000_000, using: &random)
                let from = Int.random(in: 0..<3, using: &random)
                if random.chance(40) { replicas[at].receive(replicas[from].written) }
            }
            for replica in replicas {
                for (row, state) in replica.rows {
                    let ops = state.operations(row: row, kind: KindID(rawValue: 1))
                    let again = RowState(ops, key: state.key, held: replica.vector)
                    #expect(again.texts == state.texts, "seed \(seed)")
                }
            }
        }
    }
}
