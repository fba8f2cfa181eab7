import Testing
import TidemarkCore

/// One register a writer, summed.
struct CounterTests {
    private let a = WriterID(high: 1, low: 1)
    private let b = WriterID(high: 2, low: 1)
    private let field = FieldID(rawValue: 7)
    private let row = RowID(high: 5, low: 1)

    private func op(
        _ writer: WriterID, _ number: UInt64, by: Int64, to: Int64, at milliseconds: Int64? = nil, row: RowID? = nil
    ) -> Op {
        Op(
            dot: Dot(writer, number), stamp: Stamp(milliseconds: milliseconds ?? Int64(number)), action: number,
            kind: KindID(rawValue: 1), row: row ?? self.row, change: .count(field, by: by, to: to))
    }

    private func state(_ ops: [Op]) -> RowState {
        var (state, held) = (RowState(), VersionVector())
        for op in ops {
            held.insert(op.dot)
            state.apply(op, held: held)
            state.invariantCheck()
        }
        return state
    }

    @Test func concurrentCountsAddUp() {
        #expect(state([]).sum(of: field) == nil)
        let ops = [op(a, 1, by: 1, to: 1), op(b, 1, by: 2, to: 2), op(a, 2, by: 1, to: 2), op(b, 4, by: -1, to: 1)]
        #expect(state(ops).sum(of: field) == 3)
        #expect(state(ops).part(of: a, in: field) == 2 && state(ops).part(of: b, in: field) == 1)
        // Whatever the order: the larger number counts, not the later stamp, nor what came last.
        let orders = [[3, 2, 1, 0], [2, 0, 3, 1], [1, 3, 0, 2]]
        for order in orders { #expect(state(order.map { ops[$0] }) == state(ops), "\(order)") }
        #expect(state([op(a, 2, by: 1, to: 2, at: 5), op(a, 1, by: 1, to: 1, at: 9)]).sum(of: field) == 2)
    }

    /// One replica has set a batch aside whose counting another one's state holds.
    @Test func joinedStatesCountTheLargerNumber() {
        let ops = [op(a, 1, by: 1, to: 1), op(a, 2, by: 1, to: 2), op(a, 3, by: 1, to: 3), op(b, 1, by: 5, to: 5)]
        func held(_ ops: [Op]) -> VersionVector { ops.reduce(into: VersionVector()) { $0.insert($1.dot) } }
        let sides = [[ops[0], ops[2]], [ops[0], ops[1], ops[3]]]
        for (mine, theirs) in [(sides[0], sides[1]), (sides[1], sides[0])] {
            var joined = state(mine)
            joined.join(state(theirs), held: held(mine), theirs: held(theirs), isMinimum: { _ in false })
            #expect(joined == state(ops) && joined.sum(of: field) == 8)
        }
    }

    @Test func aSumStaysWithinItsBounds() {
        let large = [op(a, 1, by: .max, to: .max), op(b, 1, by: 1, to: 1)]
        #expect(state(large).sum(of: field) == .max)
    }

    /// Two copies tell by them what both had counted.
    @Test func countsAreNeverCoalesced() {
        let ops = [op(a, 1, by: 1, to: 1), op(a, 2, by: 1, to: 2)]
        #expect(Op.coalesced(ops) == ops)
    }

    /// Both had counted 3 when the copy was made; one goes on to 4, the other to 6. That is 7 together.
    @Test func aCopyCountsWhatItCountedAlone() {
        let successor = WriterID(high: 1, low: 2)
        let shared = [op(a, 5, by: 1, to: 2), op(a, 6, by: 1, to: 3)]
        let lost = shared + [op(a, 7, by: 1, to: 4, at: 70), op(a, 8, by: 2, to: 6, at: 80)]
        let held = shared + [op(a, 7, by: 1, to: 4, at: 71)]
        let result = Op.reissued(lost, beside: held, of: a, as: successor)
        #expect(result.map(\.dot) == [Dot(successor, 1), Dot(successor, 2)])
        #expect(result.map(\.change) == [.count(field, by: 1, to: 1), .count(field, by: 2, to: 3)])
        #expect(state([op(a, 1, by: 1, to: 1)] + held + result).sum(of: field) == 7)
    }
}
