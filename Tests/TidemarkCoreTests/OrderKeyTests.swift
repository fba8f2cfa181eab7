import TestSupport
import Testing
import TidemarkCore

struct OrderKeyTests {
    @Test func keysGoStrictlyBetween() {
        for seed in 0..<200 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            var keys: [OrderKey] = []
            for _ in 0..<200 {
                let index = Int.random(in: 0...keys.count, using: &random)
                let lower = index > 0 ? keys[index - 1] : nil
                let upper = index < keys.count ? keys[index] : nil
                let key = OrderKey.between(lower, upper, using: &random)
                #expect(lower.map { $0 < key } ?? true, "seed \(seed)")
                #expect(upper.map { key < $0 } ?? true, "seed \(seed)")
                #expect(OrderKey(bytes: key.bytes) == key)
                keys.insert(key, at: index)
            }
        }
    }

    @Test func appendsStayShort() {
        var random = SeededGenerator(seed: 1)
        var last: OrderKey?
        for _ in 0..<100_000 {
            let key = OrderKey.between(last, nil, using: &random)
            if let last { #expect(last < key) }
            last = key
        }
        #expect(last.map { $0.bytes.count <= 5 } == true)
    }

    @Test func insertingInOneSpotGrowsKeysSlowly() {
        var random = SeededGenerator(seed: 2)
        let lower = OrderKey.between(nil, nil, using: &random)
        var upper = OrderKey.between(lower, nil, using: &random)
        // Until a neighbourhood is rekeyed at 40 bytes, there is room for more than a hundred insertions in one spot.
        var count = 0
        while upper.bytes.count <= OrderKey.comfortableBytes {
            upper = OrderKey.between(lower, upper, using: &random)
            #expect(lower < upper)
            count += 1
        }
        #expect(count > 100)
    }

    @Test func runsStayTogether() {
        for seed in 0..<100 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let lower = OrderKey.between(nil, nil, using: &random)
            let upper = OrderKey.between(lower, nil, using: &random)
            let mine = OrderKey.run(of: 300, between: lower, upper, using: &random)
            let theirs = OrderKey.run(of: 300, between: lower, upper, using: &random)
            #expect(mine == mine.sorted() && Set(mine).count == 300)
            #expect(mine.allSatisfy { lower < $0 && $0 < upper })
            let merged = (mine.map { ($0, 0) } + theirs.map { ($0, 1) }).sorted { $0.0 < $1.0 }
            let changes = zip(merged, merged.dropFirst()).count { $0.1 != $1.1 }
            #expect(changes == 1, "seed \(seed): two devices' runs interleave")
        }
    }

    /// What a rebalance counts on: between any two keys of 20 bytes, however close, a run of any length keeps to 40.
    @Test func runsBetweenShortKeysAreComfortable() {
        let half = OrderKey.comfortableBytes / 2
        for seed in 0..<300 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let prefix = (0..<Int.random(in: 0..<half, using: &random)).map { _ -> UInt8 in
                [0, 255, UInt8.random(in: 0...255, using: &random)].randomElement(using: &random) ?? 0
            }
            func end() -> [UInt8] {
                var bytes = (0..<Int.random(in: 0..<(half - prefix.count), using: &random)).map { _ -> UInt8 in
                    [0, 1, 254, 255].randomElement(using: &random) ?? 0
                }
                bytes.append(random.chance(50) ? 1 : 255)
                return bytes
            }
            let ends = [prefix + end(), prefix + end()].compactMap { OrderKey(bytes: $0) }.sorted()
            guard ends[0] < ends[1] else { continue }
            for (lower, upper) in [(ends[0], ends[1]), (nil, ends[0]), (ends[1], nil)] as [(OrderKey?, OrderKey?)] {
                let keys = OrderKey.run(of: [1, 2, 400, 5000][Int(seed % 4)], between: lower, upper, using: &random)
                #expect(zip(keys, keys.dropFirst()).allSatisfy { $0 < $1 }, "seed \(seed)")
                #expect(lower.map { $0 < keys[0] } ?? true, "seed \(seed)")
                #expect(upper.map { keys[keys.count - 1] < $0 } ?? true, "seed \(seed)")
                #expect(keys.allSatisfy { $0.bytes.count <= OrderKey.comfortableBytes }, "seed \(seed)")
            }
        }
    }

    @Test func numberedKeysAscendBehindTheirBase() {
        var random = SeededGenerator(seed: 3)
        let base = OrderKey.between(nil, nil, using: &random)
        let next = OrderKey.between(base, nil, using: &random)
        var previous = base
        for index in 0..<70_000 {
            let key = base.numbered(index)
            #expect(previous < key && key < next)
            previous = key
        }
    }

    @Test func bytesThatAreNoKeyAreRefused() {
        #expect(OrderKey(bytes: []) == nil)
        #expect(OrderKey(bytes: [1, 0]) == nil)
        #expect(OrderKey(bytes: [UInt8](repeating: 1, count: 256)) == nil)
    }
}
