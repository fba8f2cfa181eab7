/// A tree of folders that any device may rearrange: "A highly-available move operation for replicated trees"
/// (Kleppmann, Mulligan, Gomes and Beresford, 2021).
///
/// The log holds every move in the total order. A move that arrives late is slotted in by undoing the later ones, doing it,
/// and redoing them; a move that would put a folder below itself has no effect in its place in the log, but may have one
/// once an earlier move arrives. Equal sets of moves give equal trees.
///
/// Invariant: the log ascends by version; every node reaches the root.
package struct FolderTree: Hashable, Sendable {
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
    }

    private struct Entry: Hashable, Sendable {
        var move: Move
        /// Where the node was before; meaningless when the move had no effect.
        var previous: Place?
        var hasEffect = false
    }

    private var log: [Entry] = []
    package private(set) var places: [RowID: Place] = [:]

    package init() {}

    package init(moves: some Sequence<Move>) { merge(Array(moves)) }

    package var moves: [Move] { log.map(\.move) }
    /// The newest stamp of any move: a new move must exceed it, or it might be slotted in below one its author saw.
    package var newestStamp: Stamp { log.last?.move.version.stamp ?? Stamp(rawValue: 0) }

    /// Moves that have no effect, because they would have closed a cycle.
    package var skipped: [Move] { log.lazy.filter { !$0.hasEffect }.map(\.move) }

    /// The node's ancestors from its parent up to, without, the root. Nodes that were never placed hang below the root.
    package func ancestors(of node: RowID) -> [RowID] {
        var result: [RowID] = []
        var next = places[node]?.parent ?? .root
        while next != .root {
            result.append(next)
            next = places[next]?.parent ?? .root
        }
        return result
    }

    /// Merges moves that are not in the log yet. Cost: the moves after the oldest of them, times the depth.
    package mutating func merge(_ moves: [Move]) {
        let added = moves.sorted { $0.version < $1.version }
        guard let oldest = added.first else { return }
        var undone: [Move] = []
        while let entry = log.last, oldest.version < entry.move.version {
            undo(entry)
            undone.append(entry.move)
            log.removeLast()
        }
        undone.reverse()
        var (i, j) = (0, 0)
        while i < added.count || j < undone.count {
            if j == undone.count || (i < added.count && added[i].version < undone[j].version) {
                perform(added[i])
                i += 1
            } else {
                perform(undone[j])
                j += 1
            }
        }
    }

    /// Gives moves other stamps, as when the clock of the device that made them is set right before they are sent.
    package mutating func restamp(_ stamps: [Dot: Stamp]) {
        guard let first = log.firstIndex(where: { stamps[$0.move.version.dot] != nil }) else { return }
        var again: [Move] = []
        while log.count > first, let entry = log.popLast() {
            undo(entry)
            var move = entry.move
            if let stamp = stamps[move.version.dot] { move.version.stamp = stamp }
            again.append(move)
        }
        merge(again)
    }

    private mutating func perform(_ move: Move) {
        var entry = Entry(move: move, previous: places[move.node])
        if move.node != .root && move.parent != move.node && !ancestors(of: move.parent).contains(move.node) {
            places[move.node] = Place(parent: move.parent, key: move.key, move: move.version)
            entry.hasEffect = true
        }
        log.append(entry)
    }

    private mutating func undo(_ entry: Entry) {
        if entry.hasEffect { places[entry.move.node] = entry.previous }
    }

    package func invariantCheck() {
        for (a, b) in zip(log, log.dropFirst()) { precondition(a.move.version < b.move.version, "moves out of order") }
        for node in places.keys { precondition(!ancestors(of: node).contains(node), "folder below itself") }
    }
}
