import TestSupport
import Testing
import TidemarkCore
import TidemarkWire

@testable import TidemarkReplica

/// The journal is sealed a few batches at a time.
struct SealingTests {
    @Test func batchesHoldWhatCoalescingLeavesOfTheWholeJournal() throws {
        let home = try Household(["A"])
        let (a, shelf) = (home["A"], try home.space(.shelf))
        let rows = try a.edit(.shelf) { edit in
            try (0..<3000).map {
                try edit.add(.init(url: "https://example.org/\($0)", title: "first", tags: ["t"])).row
            }
        }
        // What replaces the first titles stands in other rows of the journal, and in another batch.
        for part in [rows[..<1500], rows[1500...]] {
            home.pass(1000)
            try a.edit(.shelf) { edit in
                for row in part {
                    try edit.retitle(item: row, "second")
                    try edit.untag(item: row, "t")
                }
            }
        }
        let (range, unsealed) = try #require(
            try a.inSpace(.shelf) { try Journal.load(space: $0.space, writer: $0.space.writer, $0.db) })
        let expected = Op.coalesced(unsealed)
        #expect(expected.count == unsealed.count - 9000)
        let batches = try a.prepareSync(shelf).request.batches.map { try SealedBatch(bytes: $0) }
        #expect(batches.first?.header.range.lowerBound == range.lowerBound)
        #expect(batches.last?.header.range.upperBound == range.upperBound)
        for (a, b) in zip(batches, batches.dropFirst()) {
            #expect(a.header.range.upperBound + 1 == b.header.range.lowerBound)
        }
        #expect(try a.operations(shelf).map(\.dot) == expected.map(\.dot))
        // What was dropped is kept, in case a copy of this library is about.
        let before = try a.inSpace(.shelf) { try Journal.loadSealed(space: $0.space, $0.db) }
        #expect(before == unsealed)
    }
}
