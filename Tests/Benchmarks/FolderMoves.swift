import Foundation
import TidemarkCore
import TidemarkLibrary
import TidemarkReplica

/// A million moves over 10,000 folders by eight writers, who take turns.
///
/// They arrive in bursts of 1,000 moves of one writer. The eight bursts of a stretch overlap, so all but one of eight are
/// late by some thousand moves; where bursts are held back, every tenth one arrives up to 100,000 moves late besides, and
/// those behind it of the same writer with it: at most times most writers are behind.
enum FolderMoves {
    private static let folders = 10_000
    private static let writers = 8
    private static let burst = 1000
    private static let mostLate = 100_000
    /// Batches that a replica takes in one transaction, at the end of which it merges the moves of them all.
    private static let page = 64

    static func run(moves count: Int = 1_000_000) throws -> [Figure] {
        let figures = Figures(workload: "moves")
        let guest = try Guest(.shelf)
        let moves = make(count, by: (0..<writers).map { guest.writer(UInt32($0)) })
        let expected = FolderTree(moves: moves)
        for (name, isHeldBack, atOnce) in [
            ("each burst as it is made", false, 1), ("bursts up to 100,000 late", true, 1),
            ("the same, \(page) bursts at a time", true, page),
        ] {
            let bursts = bursts(of: moves, heldBack: isHeldBack).map(\.moves)
            let (seconds, tree) = timed {
                stride(from: 0, to: bursts.count, by: atOnce).reduce(into: FolderTree()) { tree, start in
                    tree.merge(bursts[start..<min(start + atOnce, bursts.count)].flatMap { $0 })
                }
            }
            figures.add("in memory, \(name)", seconds, "s", atMost: 2)
            guard tree == expected else { throw ChildProcess.Failure(description: "the trees differ") }
        }
        try persist(moves, guest, figures)
        return figures.all
    }

    private static func persist(_ moves: [FolderTree.Move], _ guest: Guest, _ figures: Figures) throws {
        for burst in bursts(of: moves, heldBack: true) {
            let ops = burst.moves.map { move in
                Op(
                    dot: move.version.dot, stamp: move.version.stamp, action: move.version.dot.number,
                    kind: Kind.folder.id, row: move.node, change: .move(parent: move.parent, move.key))
            }
            try guest.push(ops, as: UInt32(burst.writer))
        }
        let opening = try guest.opening()
        let seconds = try guest.receive()
        figures.add("persisted, bursts up to 100,000 late", seconds, "s")
        figures.add("of that verifying and opening", opening, "s")
        guard let folder = moves.last?.node else { return }
        let (renaming, _) = try timed {
            for index in 0..<20 { try guest.replica.edit(.shelf) { try $0.rename(folder: folder, to: "\(index)") } }
        }
        figures.add("one renaming of a folder then", renaming / 20 * 1000, "ms")
        let (moving, _) = try timed {
            for _ in 0..<20 { try guest.replica.edit(.shelf) { try $0.move(folder: folder, to: .root) } }
        }
        figures.add("one move of a folder then", moving / 20 * 1000, "ms")
    }

    private static func make(_ count: Int, by writers: [WriterID]) -> [FolderTree.Move] {
        var random = Workload.Generator(seed: 11)
        let nodes = (0..<folders).map { _ in RowID(high: random.next(), low: random.next()) }
        let now = Int64(Date.now.timeIntervalSince1970) * 1000 - Int64(count)
        return (0..<count).map { index in
            let key = OrderKey(bytes: (0..<4).map { _ in UInt8(1 + random.below(255)) })
            guard let key else { preconditionFailure("a key that ends in 0") }
            let dot = Dot(writers[index % writers.count], UInt64(index / writers.count + 1))
            return FolderTree.Move(
                version: Version(Stamp(milliseconds: now + Int64(index)), dot), node: nodes[random.below(folders)],
                parent: nodes[random.below(folders)], key: key)
        }
    }

    /// In the order of arrival; each writer's bursts stay in theirs.
    private static func bursts(
        of moves: [FolderTree.Move], heldBack: Bool
    ) -> [(writer: Int, moves: [FolderTree.Move])] {
        var random = Workload.Generator(seed: 12)
        var bursts: [(arrival: Int, writer: Int, moves: [FolderTree.Move])] = []
        for writer in 0..<writers {
            let own = stride(from: writer, to: moves.count, by: writers).map { moves[$0] }
            var earliest = 0
            for start in stride(from: 0, to: own.count, by: burst) {
                let delay = heldBack && random.below(10) == 0 ? random.below(mostLate) : 0
                earliest = max(earliest, (start + burst) * writers + delay)
                bursts.append((earliest, writer, Array(own[start..<min(start + burst, own.count)])))
            }
        }
        return bursts.enumerated().sorted { ($0.element.arrival, $0.offset) < ($1.element.arrival, $1.offset) }
            .map { ($0.element.writer, $0.element.moves) }
    }
}
