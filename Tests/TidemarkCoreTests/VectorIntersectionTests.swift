import TestSupport
import Testing
import TidemarkCore

struct VectorIntersectionTests {
    @Test(arguments: 1...200 as ClosedRange<UInt64>)
    func bothMustHoldWhatTheIntersectionHolds(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let writers = (1...3).map { WriterID(high: 0, low: $0) }
        func vector() -> VersionVector {
            var result = VersionVector()
            for _ in 0..<Int.random(in: 0..<12, using: &random) {
                let first = UInt64.random(in: 1...20, using: &random)
                let range = first...(first + UInt64.random(in: 0...5, using: &random))
                result.insert(range, of: writers.randomElement(using: &random) ?? writers[0])
            }
            return result
        }
        let (a, b) = (vector(), vector())
        let both = a.intersection(b)
        both.invariantCheck()
        for writer in writers {
            for number in 1...30 as ClosedRange<UInt64> {
                let dot = Dot(writer, number)
                #expect(both.contains(dot) == (a.contains(dot) && b.contains(dot)))
            }
        }
        #expect(both == b.intersection(a) && a.covers(both) && b.covers(both))
    }
}
