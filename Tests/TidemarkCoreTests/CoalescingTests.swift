import TestSupport
import Testing
import TidemarkCore

/// What one writer wrote and replaced again before anybody saw it, and what must stay all the same.
struct CoalescingTests {
    private let writer = WriterID(high: 1, low: 1)
    private let title = FieldID(rawValue: 2)
    private let url = FieldID(rawValue: 3)

    private func op(
        _ number: UInt64, _ change: Op.Change, seen: [UInt64] = [], row: UInt64 = 1, also other: [Dot] = []
    ) -> Op {
        Op(
            dot: Dot(writer, number), stamp: Stamp(milliseconds: Int64(number)), action: number,
            kind: KindID(rawValue: 1), row: RowID(high: row, low: 1), change: change,
            seen: seen.map { Dot(writer, $0) } + other)
    }

    private func numbers(_ operations: [Op], keepingUpTo last: UInt64 = 0) -> [UInt64] {
        Op.coalesced(operations, keepingUpTo: last).map(\.dot.number)
    }

    @Test func aValueGivesWayToTheNextAndLeavesItWhatItHadReplaced() {
        let remote = Dot(WriterID(high: 2, low: 2), 5)
        let result = Op.coalesced([
            op(1, .set(title, .text("a")), also: [remote]), op(2, .set(title, .text("b")), seen: [1]),
            op(3, .set(title, .text("c")), seen: [2]),
        ])
        #expect(result.map(\.dot.number) == [3])
        #expect(result[0].seen == [remote])
    }

    @Test func anElementThatWasAddedAndRemovedLeavesNothing() {
        #expect(numbers([op(1, .add(title, "x")), op(2, .remove(title, "x"), seen: [1])]) == [])
        #expect(numbers([op(1, .add(title, "x")), op(2, .remove(title, "y"), seen: [1])]) == [1, 2])
    }

    @Test func anotherFieldOrRowTakesNothingAway() {
        #expect(numbers([op(1, .set(title, .text("a"))), op(2, .set(url, .text("b")), seen: [1])]) == [1, 2])
        #expect(
            numbers([op(1, .set(title, .text("a"))), op(2, .set(title, .text("b")), seen: [1], row: 2)]) == [1, 2])
    }

    @Test func textsMovesAndTrashMarksStay() {
        var random = SeededGenerator(seed: 1)
        let key = OrderKey.between(nil, nil, using: &random)
        let changes: [Op.Change] = [
            .seed(title, "a"), .edit(title, .seed("a")), .move(parent: .root, key), .trash(VersionVector()),
            .create(NaturalKey(text: "x")),
            .lower(title, 1),
        ]
        for change in changes { #expect(numbers([op(1, change), op(2, change, seen: [1])]) == [1, 2], "\(change)") }
    }

    @Test func restoredHistoryStays() {
        let run = [
            op(1, .set(title, .text("a"))), op(2, .set(title, .text("b")), seen: [1]),
            op(3, .set(title, .text("c")), seen: [2]),
        ]
        #expect(numbers(run, keepingUpTo: 1) == [1, 3])
        #expect(numbers(run, keepingUpTo: 3) == [1, 2, 3])
    }
}
