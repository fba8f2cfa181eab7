import TestSupport
import Testing
import TidemarkCore

struct VersionVectorTests {
    private let a = WriterID(high: 0, low: 1)
    private let b = WriterID(high: 0, low: 2)

    /// Against plain sets of dots.
    @Test func behavesLikeASetOfDots() {
        for seed in 0..<2000 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            func make() -> (VersionVector, Set<Dot>) {
                var vector = VersionVector()
                var dots: Set<Dot> = []
                for _ in 0..<Int.random(in: 0...5, using: &random) {
                    let writer = Bool.random(using: &random) ? a : b
                    let first = UInt64.random(in: 1...12, using: &random)
                    let range = first...(first + UInt64.random(in: 0...3, using: &random))
                    vector.insert(range, of: writer)
                    dots.formUnion(range.map { Dot(writer, $0) })
                    vector.invariantCheck()
                }
                return (vector, dots)
            }
            let (x, xs) = make()
            let (y, ys) = make()
            for writer in [a, b] {
                for number in 0...16 as ClosedRange<UInt64> {
                    #expect(x.contains(Dot(writer, number)) == xs.contains(Dot(writer, number)), "seed \(seed)")
                }
                for first in 1...15 as ClosedRange<UInt64> {
                    let range = first...(first + 1)
                    #expect(
                        x.covers(range, of: writer) == range.allSatisfy { xs.contains(Dot(writer, $0)) }, "seed \(seed)"
                    )
                }
            }
            #expect(x.covers(y) == xs.isSuperset(of: ys), "seed \(seed)")
            let union = x.merging(y)
            union.invariantCheck()
            #expect(union == y.merging(x))
            #expect(union.covers(x) && union.covers(y))
            for dot in xs.union(ys) { #expect(union.contains(dot), "seed \(seed)") }
            #expect(VersionVector(writers: union.writers) == union)
        }
    }

    @Test func gapsOutOfOrderAreRefused() {
        #expect(VersionVector(writers: [a: .init(last: 9, gaps: [5...6, 2...3])]) == nil)
        #expect(VersionVector(writers: [a: .init(last: 9, gaps: [8...9])]) == nil)
        #expect(VersionVector(writers: [a: .init(last: 0)]) == nil)
        #expect(VersionVector(writers: [a: .init(last: 9, gaps: [0...3])]) == nil)
    }
}
