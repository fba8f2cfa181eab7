/// A tree of folders that any device may rearrange: "A highly-available move operation for replicated trees"
/// (Kleppmann, Mulligan, Gomes and Beresford, 2021).
///
/// The log holds every move in the total order. Moves that arrive late are slotted in by undoing the later ones, doing them,
/// and redoing the later ones; a move that would put a folder below itself has no effect in its place in the log, but may
/// have one once an earlier move arrives. Equal sets of moves give equal trees.
///
/// Folders are numbered as they come up, and a move is named by its place in `made`: undoing and redoing touches nothing but
/// small integers.
///
/// Invariant: the log ascends by version; every node reaches the root.
package struct FolderTree: Sendable {
    package struct Move: Hashable, Sendable {
        package var version: Version
        package let node: RowID
        package let parent: RowID
        package let key: OrderKey

        package init(version: Version, node: RowID, parent: RowID, key: OrderKey) {
            self.version = version
            self.node = node
            self.parent = parent
            self.key = key
        }
    }

    package struct Place: Hashable, Sendable {
        package let parent: RowID
        package let key: OrderKey
        /// The move that put it there.
        package let move: Version

        package init(_ move: Move) {
            parent = move.parent
            key = move.key
            self.move = move.version
        }
    }

    /// A move in the log.
    private struct Entry {
        let stamp: UInt64
        /// Its place in `made`.
        let move: Int32
        let node: Int32
        let parent: Int32
        /// The move that had put the node where it was before, or `nowhere`; `noEffect` for a move that was skipped.
        var previous: Int32
        /// Where that was.
        var previousParent: Int32 = FolderLinks.root
    }

    private static let nowhere: Int32 = -1
    private static let noEffect: Int32 = -2

    /// Every move, as it came.
    private var made: [Move] = []
    private var log: [Entry] = []
    private var numbers: [RowID: Int32] = [.root: FolderLinks.root]
    private var nodes: [RowID] = [.root]
    /// By node: the move that put it where it is.
    private var current: [Int32] = [nowhere]
    private var links = FolderLinks()

    package init() {}

    package init(moves: some Sequence<Move>) { merge(Array(moves)) }

    package var moves: [Move] { log.map { made[Int($0.move)] } }
    /// The newest stamp of any move: a new move must exceed it, or it might be slotted in below one its author saw.
    package var newestStamp: Stamp { newest?.stamp ?? Stamp(rawValue: 0) }
    package var newest: Version? { log.last.map { made[Int($0.move)].version } }

    /// Moves that have no effect, because they would have closed a cycle.
    package var skipped: [Move] { log.lazy.filter { $0.previous == Self.noEffect }.map { made[Int($0.move)] } }

    /// Nil for a node that was never placed, which hangs below the root.
    package func place(of node: RowID) -> Place? { numbers[node].flatMap(place) }

    private func place(of node: Int32) -> Place? {
        let move = current[Int(node)]
        return move == Self.nowhere ? nil : Place(made[Int(move)])
    }

    /// The node's ancestors from its parent up to, without, the root. Nodes that were never placed hang below the root.
    package func ancestors(of node: RowID) -> [RowID] {
        var result: [RowID] = []
        var next = numbers[node].map(links.parent) ?? FolderLinks.root
        while next != FolderLinks.root {
            result.append(nodes[Int(next)])
            next = links.parent(of: next)
        }
        return result
    }

    // MARK: Merging

    /// Merges moves that are not in the log yet. Cost: the moves after the oldest of them, times the smaller of the depth of
    /// where a folder goes and the number of folders in it.
    ///
    /// - Returns: the nodes that are at another place now, or at the same one by another move.
    @discardableResult
    package mutating func merge(_ moves: [Move]) -> [RowID] {
        let added = moves.sorted { $0.version < $1.version }.map { enter($0) }
        guard let oldest = added.first else { return [] }
        let before = current
        let undone = undo(from: place(for: oldest))
        var (i, j) = (0, 0)
        while i < added.count || j < undone.count {
            if j == undone.count || (i < added.count && isBefore(added[i], undone[j])) {
                perform(added[i])
                i += 1
            } else {
                perform(undone[j])
                j += 1
            }
        }
        return changes(since: before, in: undone.isEmpty ? added.map(\.node) : nil)
    }

    /// Gives moves other stamps, as when the clock of the device that made them is set right before they are sent.
    ///
    /// - Returns: what `merge` returns.
    @discardableResult
    package mutating func restamp(_ stamps: [Dot: Stamp]) -> [RowID] {
        var moves = self.moves
        for index in moves.indices {
            if let stamp = stamps[moves[index].version.dot] { moves[index].version.stamp = stamp }
        }
        return replace(with: moves)
    }

    /// Forgets moves that no longer decide anything: of the longest run at the log's beginning whose ops are all in
    /// `horizon`, only the move that gave each folder its last place stays. All places stay as they are.
    ///
    /// Replicas that collect at one horizon stay equal, whatever they had collected before. No move may come later that
    /// stands before one that was collected: every device that may still write must have seen all of `horizon`, and what it
    /// wrote before that must be merged.
    ///
    /// - Returns: the moves that are gone.
    @discardableResult
    package mutating func collect(below horizon: VersionVector) -> [Move] {
        let end = log.firstIndex { !horizon.contains(made[Int($0.move)].version.dot) } ?? log.count
        var last = [Int32](repeating: Self.nowhere, count: nodes.count)
        for entry in log[..<end] where entry.previous != Self.noEffect { last[Int(entry.node)] = entry.move }
        var (gone, kept): ([Move], [Move]) = ([], [])
        for (index, entry) in log.enumerated() {
            let stays = index >= end || last[Int(entry.node)] == entry.move
            if stays { kept.append(made[Int(entry.move)]) } else { gone.append(made[Int(entry.move)]) }
        }
        if !gone.isEmpty { replace(with: kept) }
        return gone
    }

    @discardableResult
    private mutating func replace(with moves: [Move]) -> [RowID] {
        let before = self
        self = FolderTree(moves: moves)
        return Set(before.nodes + nodes).filter { place(of: $0) != before.place(of: $0) }.sorted()
    }

    private mutating func enter(_ move: Move) -> Entry {
        made.append(move)
        return Entry(
            stamp: move.version.stamp.rawValue, move: Int32(made.count - 1), node: number(of: move.node),
            parent: number(of: move.parent), previous: Self.nowhere)
    }

    private mutating func number(of node: RowID) -> Int32 {
        if let number = numbers[node] { return number }
        let number = Int32(nodes.count)
        numbers[node] = number
        nodes.append(node)
        current.append(Self.nowhere)
        links.append()
        return number
    }

    private func isBefore(_ a: Entry, _ b: Entry) -> Bool {
        if a.stamp != b.stamp { return a.stamp < b.stamp }
        return made[Int(a.move)].version < made[Int(b.move)].version
    }

    /// Where the entry belongs in the log.
    private func place(for entry: Entry) -> Int {
        var (low, high) = (0, log.count)
        while low < high {
            let middle = (low + high) / 2
            if isBefore(log[middle], entry) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private mutating func perform(_ entry: Entry) {
        var entry = entry
        entry.previousParent = links.parent(of: entry.node)
        if links.move(entry.node, to: entry.parent) {
            entry.previous = current[Int(entry.node)]
            current[Int(entry.node)] = entry.move
        } else {
            entry.previous = Self.noEffect
        }
        log.append(entry)
    }

    /// Takes everything from `start` on out of the log.
    private mutating func undo(from start: Int) -> [Entry] {
        let undone = Array(log[start...])
        for entry in undone.reversed() where entry.previous != Self.noEffect {
            current[Int(entry.node)] = entry.previous
            links.moveBack(entry.node, to: entry.previousParent)
        }
        log.removeSubrange(start...)
        return undone
    }

    /// Nodes whose place is another one than it was; `candidates` are all that can be.
    private func changes(since before: [Int32], in candidates: [Int32]?) -> [RowID] {
        func isChanged(_ node: Int32) -> Bool {
            current[Int(node)] != (Int(node) < before.count ? before[Int(node)] : Self.nowhere)
        }
        let changed =
            candidates.map { Set($0.filter(isChanged)).sorted() } ?? (0..<Int32(nodes.count)).filter(isChanged)
        return changed.map { nodes[Int($0)] }
    }

    package func invariantCheck() {
        for (a, b) in zip(moves, moves.dropFirst()) { precondition(a.version < b.version, "moves out of order") }
        links.invariantCheck()
        for node in nodes {
            precondition(links.parent(of: numbers[node] ?? 0) == numbers[place(of: node)?.parent ?? .root])
        }
    }
}

extension FolderTree: Hashable {
    /// Whether both hold the same moves, and whether these have come to the same.
    package static func == (a: Self, b: Self) -> Bool {
        a.moves == b.moves && a.skipped == b.skipped && a.nodes.allSatisfy { a.place(of: $0) == b.place(of: $0) }
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(moves) }
}
