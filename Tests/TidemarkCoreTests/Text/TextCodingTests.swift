import TestSupport
import Testing
import TidemarkCore

struct TextCodingTests {
    @Test func everyStateComesBack() throws {
        for seed in 0..<100 as Range<UInt64> {
            var world = TextWorld(seed: seed)
            try world.run(steps: 25, ordered: seed % 2 == 0)
            for replica in world.replicas {
                let bytes = replica.text.encoded()
                let stored = try TextSequence(decoding: bytes)
                stored.invariantCheck()
                #expect(stored.text == replica.text.text && stored.encoded() == bytes, "seed \(seed)")
            }
        }
    }

    @Test func everyChangeComesBack() throws {
        for seed in 0..<100 as Range<UInt64> {
            var world = TextWorld(seed: seed)
            try world.run(steps: 25, ordered: false)
            let writers = Set(world.changes.keys.map(\.writer)).sorted()
            for (dot, change) in world.changes {
                let bytes = change.encoded(dot) { UInt64(writers.firstIndex(of: $0) ?? 0) }
                let decoded = try TextChange(decoding: bytes, dot) { writers[Int($0)] }
                #expect(decoded == change, "seed \(seed)")
                for length in bytes.indices {
                    #expect(throws: TextError.self) {
                        try TextChange(decoding: Array(bytes[..<length]), dot) { writers[Int($0)] }
                    }
                }
            }
        }
    }

    /// Bytes that are damaged are refused, or are another text that behaves; nothing traps.
    @Test func damagedBytesNeverTrap() throws {
        for seed in 0..<3 as Range<UInt64> {
            var world = TextWorld(seed: seed)
            try world.run(steps: 20, ordered: seed % 3 != 0)
            let bytes = world.replicas[0].text.encoded()
            for length in 0..<bytes.count {
                #expect(throws: TextError.self, "seed \(seed)") { try TextSequence(decoding: Array(bytes[..<length])) }
            }
            for position in bytes.indices {
                for change in [1, 3, 24, 128] as [UInt8] {
                    var damaged = bytes
                    damaged[position] ^= change
                    try use(damaged, world)
                }
            }
        }
    }

    @Test func randomBytesNeverTrap() throws {
        var world = TextWorld(seed: 1)
        try world.run(steps: 10, ordered: true)
        for seed in 0..<1000 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let bytes = (0..<Int.random(in: 0...60, using: &random)).map { _ in UInt8(random.next() % 12) }
            try use([0] + bytes, world)
        }
    }

    /// Reads a text and does everything with it that is done to one.
    private func use(_ bytes: [UInt8], _ world: TextWorld) throws {
        guard var text = try? TextSequence(decoding: bytes) else { return }
        text.invariantCheck()
        let dot = Dot(WriterID(high: 0x5EED_5EED_5EED, low: 0x5EED_5EED_5EED), 1)
        let middle = text.count / 2
        _ = text.edit(
            [.init(middle..<min(text.count, middle + 2), "new"), .init(text.count..<text.count, "end")], dot: dot)
        for (dot, change) in world.changes.sorted(by: { $0.key < $1.key }) { try text.apply(change, dot: dot) }
        text.collect()
        _ = text.encoded()
    }
}
