import Testing
import TidemarkCore

/// What a row's state keeps, by hand: the cases that random schedules seldom reach.
struct RowStateTests {
    private let mine = WriterID(high: 1, low: 1)
    private let theirs = WriterID(high: 2, low: 2)
    private let field = FieldID(rawValue: 7)

    private func op(
        _ writer: WriterID, _ number: UInt64, at milliseconds: Int64, _ change: Op.Change, seen: [Dot] = []
    ) -> Op {
        Op(
            dot: Dot(writer, number), stamp: Stamp(milliseconds: milliseconds), action: number,
            kind: KindID(rawValue: 1), row: RowID(high: 9, low: 9), change: change, seen: seen)
    }

    private func state(_ operations: [Op]) -> RowState {
        var state = RowState()
        var held = VersionVector()
        for operation in operations {
            held.insert(operation.dot)
            state.apply(operation, held: held)
            state.invariantCheck()
        }
        return state
    }

    @Test func whatIsGoneIsNotAwaited() {
        let first = op(mine, 1, at: 10, .set(field, .integer(1)))
        let second = op(mine, 2, at: 20, .set(field, .integer(2)), seen: [first.dot])
        let concurrent = op(theirs, 1, at: 15, .set(field, .integer(3)), seen: [first.dot])
        let state = state([first, second, concurrent])
        #expect(state.awaited.isEmpty)
        #expect(state == self.state([first, concurrent, second]))
        #expect(state[field]?.candidates.count == 2)
    }

    @Test func ofEqualSmallestValuesTheNewestStays() {
        let older = op(mine, 1, at: 10, .lower(field, 5))
        let newer = op(theirs, 1, at: 20, .lower(field, 5))
        for operations in [[older, newer], [newer, older]] {
            #expect(state(operations)[field]?.winner.version == newer.version)
        }
    }

    @Test func aTrashMarkKeepsWhatItsWriterHadSeen() {
        var seen = VersionVector()
        seen.insert(1...4, of: theirs)
        let marks = state([op(mine, 1, at: 10, .trash(seen))]).trashMarks
        #expect(marks.map(\.value) == [.context(seen)])
    }

    @Test func aCorrectedStampChangesTheOrder() {
        let early = op(mine, 1, at: 10, .set(field, .integer(1)))
        let late = op(theirs, 1, at: 20, .set(field, .integer(2)))
        var state = state([early, late])
        #expect(state[field]?.winner.version == late.version)
        let stamp = Stamp(milliseconds: 30)
        let isHere = state.restamp(early.dot, to: stamp)
        #expect(isHere)
        state.invariantCheck()
        #expect(state[field]?.winner.version == Version(stamp, early.dot))
        let isThere = state.restamp(Dot(mine, 9), to: stamp)
        #expect(!isThere)
    }
}
