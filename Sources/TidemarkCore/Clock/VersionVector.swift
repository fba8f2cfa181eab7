/// The set of operations held: per writer everything up to a last number, except for gaps.
///
/// Gaps are the ranges of parked batches, so that one unreadable batch blocks nothing behind it: "version vectors with
/// exceptions" (Malkhi and Terry, "Concise Version Vectors in WinFS", 2005).
///
/// Invariant: gaps are ascending, disjoint, not adjacent, not empty, and below `last`; a writer present has `last` > 0.
package struct VersionVector: Hashable, Sendable {
    package struct Held: Hashable, Sendable {
        package var last: UInt64
        package var gaps: [ClosedRange<UInt64>]

        package init(last: UInt64, gaps: [ClosedRange<UInt64>] = []) {
            self.last = last
            self.gaps = gaps
        }
    }

    package private(set) var writers: [WriterID: Held] = [:]

    package init() {}

    /// Nil when the invariant does not hold.
    package init?(writers: [WriterID: Held]) {
        self.writers = writers
        if !isValid { return nil }
    }

    package var isEmpty: Bool { writers.isEmpty }

    /// The last number held of `writer`, gaps or not; 0 when none is.
    package func last(_ writer: WriterID) -> UInt64 { writers[writer]?.last ?? 0 }

    /// Cost: the number of the writer's gaps.
    package func contains(_ dot: Dot) -> Bool {
        guard let held = writers[dot.writer] else { return false }
        return dot.number >= 1 && dot.number <= held.last && !held.gaps.contains { $0.contains(dot.number) }
    }

    /// Adds `first...last` of `writer`; what lies between the numbers held so far and `first` becomes a gap.
    package mutating func insert(_ range: ClosedRange<UInt64>, of writer: WriterID) {
        if let last = writers[writer]?.last, range.lowerBound == last + 1 {
            writers[writer]?.last = range.upperBound  // the usual case: what follows
            return
        }
        var held = writers[writer] ?? Held(last: 0)
        if range.lowerBound > held.last + 1 { held.gaps.append((held.last + 1)...(range.lowerBound - 1)) }
        held.gaps = held.gaps.flatMap { gap -> [ClosedRange<UInt64>] in
            guard gap.overlaps(range) else { return [gap] }
            var rest: [ClosedRange<UInt64>] = []
            if gap.lowerBound < range.lowerBound { rest.append(gap.lowerBound...(range.lowerBound - 1)) }
            if gap.upperBound > range.upperBound { rest.append((range.upperBound + 1)...gap.upperBound) }
            return rest
        }
        held.last = max(held.last, range.upperBound)
        writers[writer] = held
    }

    package mutating func insert(_ dot: Dot) { insert(dot.number...dot.number, of: dot.writer) }

    /// Whether every number of `range` is held.
    package func covers(_ range: ClosedRange<UInt64>, of writer: WriterID) -> Bool {
        guard let held = writers[writer], range.lowerBound >= 1 else { return false }
        return range.upperBound <= held.last && !held.gaps.contains { $0.overlaps(range) }
    }

    /// Whether everything in `other` is held here.
    package func covers(_ other: VersionVector) -> Bool {
        other.writers.allSatisfy { writer, theirs in
            guard let held = writers[writer], held.last >= theirs.last else { return false }
            return held.gaps.allSatisfy { gap in
                let upper = min(gap.upperBound, theirs.last)
                return gap.lowerBound > upper
                    || theirs.gaps.contains { $0.lowerBound <= gap.lowerBound && upper <= $0.upperBound }
            }
        }
    }

    package mutating func merge(_ other: VersionVector) {
        for (writer, theirs) in other.writers {
            var next: UInt64 = 1
            for gap in theirs.gaps {
                if gap.lowerBound > next { insert(next...(gap.lowerBound - 1), of: writer) }
                next = gap.upperBound + 1
            }
            if next <= theirs.last { insert(next...theirs.last, of: writer) }
        }
    }

    /// What both hold.
    package func intersection(_ other: VersionVector) -> VersionVector {
        var result = VersionVector()
        for (writer, held) in writers {
            guard let theirs = other.writers[writer] else { continue }
            let last = min(held.last, theirs.last)
            var next: UInt64 = 1
            for gap in (held.gaps + theirs.gaps).sorted(by: { $0.lowerBound < $1.lowerBound }) {
                if gap.lowerBound > last { break }
                if gap.lowerBound > next { result.insert(next...(gap.lowerBound - 1), of: writer) }
                next = max(next, gap.upperBound + 1)
            }
            if next <= last { result.insert(next...last, of: writer) }
        }
        return result
    }

    package func merging(_ other: VersionVector) -> VersionVector {
        var result = self
        result.merge(other)
        return result
    }

    private var isValid: Bool {
        writers.values.allSatisfy { held in
            var next: UInt64 = 1
            for gap in held.gaps {
                guard gap.lowerBound >= next else { return false }
                guard gap.upperBound < held.last else { return false }
                next = gap.upperBound + 2
            }
            return held.last > 0
        }
    }

    package func invariantCheck() { precondition(isValid, "version vector out of order: \(writers)") }
}
