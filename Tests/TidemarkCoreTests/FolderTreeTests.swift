import TestSupport
import Testing
import TidemarkCore

struct FolderTreeTests {
    private let x = RowID(high: 0, low: 1)
    private let y = RowID(high: 0, low: 2)
    private let z = RowID(high: 0, low: 3)
    private let key: OrderKey

    init() {
        var random = SeededGenerator(seed: 1)
        key = OrderKey.between(nil, nil, using: &random)
    }

    private func move(_ node: RowID, to parent: RowID, at time: Int64, by writer: UInt64 = 1) -> FolderTree.Move {
        let dot = Dot(WriterID(high: 0, low: writer), UInt64(time))
        return .init(version: Version(Stamp(milliseconds: time), dot), node: node, parent: parent, key: key)
    }

    @Test func concurrentMovesIntoEachOtherMakeNoCycle() {
        let moves = [
            move(x, to: .root, at: 1), move(y, to: .root, at: 2), move(x, to: y, at: 3), move(y, to: x, at: 4, by: 2),
        ]
        var tree = FolderTree()
        for move in moves.reversed() { tree.merge([move]) }
        tree.invariantCheck()
        #expect(tree.places[x]?.parent == y && tree.places[y]?.parent == .root)
        #expect(tree.skipped == [moves[3]])
        #expect(tree == FolderTree(moves: moves))
    }

    @Test func theRootStaysWhereItIs() {
        let moves = [move(x, to: .root, at: 1), move(.root, to: y, at: 2)]
        let tree = FolderTree(moves: moves)
        tree.invariantCheck()
        #expect(tree.skipped == [moves[1]])
        #expect(tree.places[.root] == nil && tree.ancestors(of: x).isEmpty)
    }

    /// A move has no effect only as long as what came before it makes it a cycle.
    @Test func aSkippedMoveTakesEffectOnceAnEarlierMoveArrives() {
        let late = move(x, to: .root, at: 4, by: 2)
        var tree = FolderTree(moves: [
            move(x, to: .root, at: 1), move(y, to: .root, at: 2), move(x, to: y, at: 3), move(y, to: x, at: 5),
        ])
        #expect(tree.places[y]?.parent == .root)
        tree.merge([late])
        #expect(tree.places[y]?.parent == x && tree.places[x]?.parent == .root)
    }

    @Test func anyOrderOfArrivalGivesTheSameTree() {
        for seed in 0..<500 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let nodes = (1...5).map { RowID(high: 0, low: $0) }
            let moves = (1...12).map { time in
                move(
                    nodes[Int.random(in: 0..<5, using: &random)],
                    to: random.chance(20) ? .root : nodes[Int.random(in: 0..<5, using: &random)], at: Int64(time),
                    by: UInt64.random(in: 1...3, using: &random))
            }
            let expected = FolderTree(moves: moves)
            var tree = FolderTree()
            var rest = moves.shuffled(using: &random)
            while !rest.isEmpty {
                let count = Int.random(in: 1...min(3, rest.count), using: &random)
                tree.merge(Array(rest.prefix(count)))
                rest.removeFirst(count)
                tree.invariantCheck()
            }
            #expect(tree == expected, "seed \(seed)")
        }
    }

    @Test func restampingMovesAMoveToItsNewPlaceInTheLog() {
        let wrong = move(x, to: y, at: 900)
        var tree = FolderTree(moves: [
            move(y, to: .root, at: 1), move(x, to: .root, at: 2), wrong, move(x, to: z, at: 5, by: 2),
        ])
        #expect(tree.places[x]?.parent == y)
        tree.restamp([wrong.version.dot: Stamp(milliseconds: 4)])
        #expect(tree.places[x]?.parent == z)
        tree.invariantCheck()
    }
}
