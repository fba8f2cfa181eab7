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
        #expect(tree.place(of: x)?.parent == y && tree.place(of: y)?.parent == .root)
        #expect(tree.skipped == [moves[3]])
        #expect(tree == FolderTree(moves: moves))
    }

    @Test func theRootStaysWhereItIs() {
        let moves = [move(x, to: .root, at: 1), move(.root, to: y, at: 2)]
        let tree = FolderTree(moves: moves)
        tree.invariantCheck()
        #expect(tree.skipped == [moves[1]])
        #expect(tree.place(of: .root) == nil && tree.ancestors(of: x).isEmpty)
    }

    /// A move has no effect only as long as what came before it makes it a cycle.
    @Test func aSkippedMoveTakesEffectOnceAnEarlierMoveArrives() {
        let late = move(x, to: .root, at: 4, by: 2)
        var tree = FolderTree(moves: [
            move(x, to: .root, at: 1), move(y, to: .root, at: 2), move(x, to: y, at: 3), move(y, to: x, at: 5),
        ])
        #expect(tree.place(of: y)?.parent == .root)
        tree.merge([late])
        #expect(tree.place(of: y)?.parent == x && tree.place(of: x)?.parent == .root)
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
        #expect(tree.place(of: x)?.parent == y)
        tree.restamp([wrong.version.dot: Stamp(milliseconds: 4)])
        #expect(tree.place(of: x)?.parent == z)
        tree.invariantCheck()
    }

    /// Random moves of few writers among few folders, ascending by version.
    private func moves(
        _ count: Int, among folders: Int, toRoot: Int = 20, using random: inout SeededGenerator
    ) -> [FolderTree.Move] {
        let nodes = (1...UInt64(folders)).map { RowID(high: 0, low: $0) }
        return (1...Int64(count)).map { time in
            move(
                nodes.randomElement(using: &random) ?? x,
                to: random.chance(toRoot) ? .root : nodes.randomElement(using: &random) ?? y, at: time,
                by: UInt64.random(in: 1...3, using: &random))
        }
    }

    /// Places as the rule says it: every move in order, unless the node is above where it goes.
    private func placesByTheRule(_ moves: [FolderTree.Move]) -> [RowID: FolderTree.Place] {
        var places: [RowID: FolderTree.Place] = [:]
        for move in moves.sorted(by: { $0.version < $1.version }) {
            var above: RowID? = move.parent
            while let node = above, node != move.node { above = places[node]?.parent }
            if above == nil { places[move.node] = FolderTree.Place(move) }
        }
        return places
    }

    /// Deep enough that neither search for a cycle always ends before the other.
    @Test func deepTreesFollowTheRule() {
        let nodes = (1...150).map { RowID(high: 0, low: $0) }
        for seed in 0..<6 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            var tree = FolderTree()
            var merged: [FolderTree.Move] = []
            var rest = moves(1200, among: 150, toRoot: 1, using: &random).shuffled(using: &random)
            while !rest.isEmpty {
                let part = Array(rest.prefix(200))
                rest.removeFirst(part.count)
                let before = tree
                let changed = Set(tree.merge(part))
                merged += part
                tree.invariantCheck()
                let places = placesByTheRule(merged)
                for node in nodes {
                    #expect(tree.place(of: node) == places[node], "seed \(seed)")
                    #expect(
                        changed.contains(node) == (before.place(of: node) != tree.place(of: node)), "seed \(seed)")
                }
            }
        }
    }

    @Test func collectingKeepsEveryPlace() {
        for seed in 0..<200 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let moves = moves(60, among: 6, using: &random)
            let (first, second) = (20, Int.random(in: 20...60, using: &random))
            func horizon(_ count: Int) -> VersionVector {
                var vector = VersionVector()
                for move in moves.prefix(count) { vector.insert(move.version.dot) }
                return vector
            }
            var whole = FolderTree(moves: moves)
            let gone = whole.collect(below: horizon(second))
            whole.invariantCheck()
            #expect(gone.count + whole.moves.count == 60 && whole.moves.count <= 6 + 60 - second, "seed \(seed)")
            let places = placesByTheRule(moves)
            for node in (1...6).map({ RowID(high: 0, low: $0) }) {
                #expect(whole.place(of: node) == places[node], "seed \(seed)")
            }
            // In two steps, before what is newer came.
            var stepwise = FolderTree(moves: moves.prefix(second).shuffled(using: &random))
            stepwise.collect(below: horizon(first))
            stepwise.merge(moves.dropFirst(second).shuffled(using: &random))
            stepwise.collect(below: horizon(second))
            #expect(stepwise == whole, "seed \(seed)")
        }
    }

    /// What is behind a move that the horizon does not cover stays, so that the move can still be judged.
    @Test func collectingStopsAtTheFirstMoveThatIsNotBelowTheHorizon() {
        let moves = [
            move(x, to: .root, at: 1), move(x, to: y, at: 2), move(z, to: y, at: 3, by: 2), move(x, to: z, at: 4),
            move(x, to: .root, at: 5),
        ]
        var tree = FolderTree(moves: moves)
        var horizon = VersionVector()
        for move in moves where move.node == x { horizon.insert(move.version.dot) }
        #expect(tree.collect(below: horizon) == [moves[0]])
        #expect(tree.moves == Array(moves.dropFirst()))
    }
}
