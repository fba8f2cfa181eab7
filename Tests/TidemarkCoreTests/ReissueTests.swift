import Testing
import TidemarkCore

/// Two copies of one writer: what both did once, and what each did alone.
struct ReissueTests {
    private let writer = WriterID(high: 1, low: 1)
    private let successor = WriterID(high: 1, low: 2)
    private let title = FieldID(rawValue: 2)

    private func op(
        _ number: UInt64, at milliseconds: Int64, _ text: String, row: UInt64 = 1, seen: [UInt64] = [],
        change: Op.Change? = nil
    ) -> Op {
        Op(
            dot: Dot(writer, number), stamp: Stamp(milliseconds: milliseconds), action: number,
            kind: KindID(rawValue: 1), row: RowID(high: row, low: 1), change: change ?? .set(title, .text(text)),
            seen: seen.map { Dot(writer, $0) })
    }

    private func reissued(_ lost: [Op], beside held: [Op]) -> [Op] {
        Op.reissued(lost, beside: held, of: writer, as: successor)
    }

    /// Op 5 is of the time before the copy; 6 and 7 happened twice, and differently.
    @Test func whatACopyDidAloneIsSaidAgainUnderItsOwnName() {
        let shared = op(5, at: 50, "both")
        let lost = [shared, op(6, at: 60, "here", row: 2, seen: [5]), op(7, at: 70, "too", row: 3, seen: [6, 3])]
        let result = reissued(lost, beside: [shared, op(6, at: 61, "there", row: 2)])
        #expect(result.map(\.dot) == [Dot(successor, 1), Dot(successor, 2)])
        #expect(result.map(\.stamp.milliseconds) == [60, 70])
        #expect(result.map(\.action) == [1, 2])
        #expect(result.map(\.change) == [.set(title, .text("here")), .set(title, .text("too"))])
        // What is shared keeps its name, and what was before the copy too.
        #expect(result[0].seen == [Dot(writer, 5)])
        #expect(result[1].seen == [Dot(successor, 1), Dot(writer, 3)])
    }

    @Test func aTextThatACopyEditedIsEditedUnderTheNewNames() {
        let seed = Op.Change.seed(title, "note")
        var text = FieldText.seed("note")
        func edited(_ number: UInt64, _ words: String) -> Op {
            let change = text.replacing(with: words, dot: Dot(writer, number))
            text.merge(change, dot: Dot(writer, number))
            return op(number, at: Int64(number) * 10, "", change: .edit(title, change))
        }
        // One character each: deleted as one run of numbers, of which the first is shared.
        let typed = [edited(6, "note!"), edited(7, "note!?"), edited(8, "note!?#"), edited(9, "note")]
        let first = op(5, at: 50, "", change: seed)
        let result = reissued([first] + typed, beside: [first, typed[0], op(7, at: 71, "there", row: 2)])
        #expect(result.map(\.dot) == (1...3).map { Dot(successor, $0) })
        var again = FieldText.seed("note")
        for op in [typed[0]] + result {
            guard case .edit(_, let change) = op.change else { continue }
            again.merge(change, dot: op.dot)
        }
        #expect(again.text == "note")
        if case .sequence(let sequence) = again { #expect(!sequence.isIncomplete) }
    }

    /// Two copies that are used in the same millisecond.
    @Test func equalStampsDoNotMakeEqualDeeds() {
        let result = reissued([op(5, at: 50, "here")], beside: [op(5, at: 50, "there")])
        #expect(result.map(\.change) == [.set(title, .text("here"))])
        #expect(reissued([op(5, at: 50, "same")], beside: [op(5, at: 50, "same")]).isEmpty)
    }

    @Test func aTrashMarkCoversTheSameUnderTheNewNames() {
        var context = VersionVector()
        context.insert(1...6, of: writer)
        let other = WriterID(high: 9, low: 9)
        context.insert(1...3, of: other)
        let lost = [
            op(5, at: 50, "both"), op(6, at: 60, "here"), op(7, at: 70, "", change: .trash(context)),
        ]
        let result = reissued(lost, beside: [op(5, at: 50, "both"), op(6, at: 61, "there")])
        var expected = VersionVector()
        expected.insert(1...5, of: writer)
        expected.insert(1...1, of: successor)
        expected.insert(1...3, of: other)
        #expect(result.last?.change == .trash(expected))
    }
}
