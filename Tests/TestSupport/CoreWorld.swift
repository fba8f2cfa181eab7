package import TidemarkCore

/// A replica that has only the core: rows, tree, vector, clock. It makes ops as a device would.
package struct CoreReplica: Sendable {
    package let writer: WriterID
    package private(set) var rows: [RowID: RowState] = [:]
    package private(set) var tree = FolderTree()
    package private(set) var vector = VersionVector()
    package private(set) var written: [Op] = []
    private var clock = HybridClock()

    package init(writer: WriterID) { self.writer = writer }

    package mutating func receive(_ ops: some Sequence<Op>) {
        var moves: [FolderTree.Move] = []
        for op in ops where !vector.contains(op.dot) {
            vector.insert(op.dot)
            if case .move(let parent, let key) = op.change {
                moves.append(.init(version: op.version, node: op.row, parent: parent, key: key))
            } else {
                rows[op.row, default: RowState()].apply(op, held: vector)
            }
        }
        tree.merge(moves)
    }

    @discardableResult
    package mutating func write(
        _ row: RowID, _ kind: KindID, _ change: Op.Change, seen: [Version] = [], now: Int64
    ) -> Op {
        var floor = seen.map(\.stamp).max() ?? Stamp(rawValue: 0)
        if case .move = change { floor = max(floor, tree.newestStamp) }
        let number = vector.last(writer) + 1
        let op = Op(
            dot: Dot(writer, number), stamp: clock.next(now: now, above: floor), action: number, kind: kind, row: row,
            change: change, seen: seen.map(\.dot))
        written.append(op)
        receive([op])
        return op
    }

    /// One random edit of a few rows, seeing what this replica sees.
    package mutating func edit(now: Int64, using random: inout SeededGenerator) {
        let row = RowID(high: 0, low: UInt64.random(in: 1...4, using: &random))
        let state = rows[row] ?? RowState()
        let field = FieldID(rawValue: UInt32.random(in: 2...3, using: &random))
        let number = Int64.random(in: 0..<100, using: &random)
        let element = ["a", "b", "c"].randomElement(using: &random) ?? "a"
        switch Int.random(in: 0..<10, using: &random) {
        case 0, 1:
            let seen = state[field].map { [$0.winner.version] } ?? []
            write(row, item, .set(field, .integer(number)), seen: seen, now: now)
        case 2: write(row, item, .lower(FieldID(rawValue: 6), number), now: now)
        case 3: write(row, item, .add(FieldID(rawValue: 5), element), now: now)
        case 4:
            let held = state.cell(.init(FieldID(rawValue: 5), element: element))?.candidates ?? []
            if !held.isEmpty {
                write(row, item, .remove(FieldID(rawValue: 5), element), seen: held.map(\.version), now: now)
            }
        case 5:
            let note = FieldID(rawValue: 4)
            let change = Self.edit(state.texts[note], of: note, Dot(writer, vector.last(writer) + 1), &random)
            let last = state[note]?.candidates ?? []
            if let change { write(row, item, change, seen: last.map(\.version), now: now) }
        case 6: write(row, item, .trash(vector), seen: state.trashMarks.map(\.version), now: now)
        case 7:
            let seen = (state[.existence]?.candidates ?? []) + state.trashMarks
            write(row, item, .create(NaturalKey(text: "\(row.low)")), seen: seen.map(\.version), now: now)
        case 8:
            let by = number / 10 - 3
            let part = state.part(of: writer, in: FieldID(rawValue: 7))
            write(row, item, .count(FieldID(rawValue: 7), by: by, to: part + by), now: now)
        default:
            let parent = [RowID.root, RowID(high: 0, low: UInt64.random(in: 1...4, using: &random))].randomElement(
                using: &random)
            let key = OrderKey.between(nil, nil, using: &random)
            let target = parent ?? .root
            // As a device does: a move that is a cycle here is not made at all.
            if target != row, !tree.ancestors(of: target).contains(row) {
                write(row, item, .move(parent: target, key), now: now)
            }
        }
    }

    /// Some words in the middle of a text, in place of others or not; a first text is one of two.
    private static func edit(
        _ text: FieldText?, of note: FieldID, _ dot: Dot, _ random: inout SeededGenerator
    ) -> Op.Change? {
        let words =
            "\(Int.random(in: 0..<2, using: &random)) \(["a", "b\n", "c d"].randomElement(using: &random) ?? "")"
        guard let text else { return .seed(note, words) }
        var scalars = Array(text.text.unicodeScalars)
        let start = Int.random(in: 0...scalars.count, using: &random)
        let count = min(Int.random(in: 0...3, using: &random), scalars.count - start)
        scalars.replaceSubrange(start..<(start + count), with: random.chance(70) ? Array(words.unicodeScalars) : [])
        let change = text.replacing(with: String(String.UnicodeScalarView(scalars)), dot: dot)
        return change.isEmpty ? nil : .edit(note, change)
    }

    private var item: KindID { KindID(rawValue: 1) }

    /// Everything that equal operations must make equal.
    package var whole: Whole { Whole(rows: rows, tree: tree, vector: vector) }

    package struct Whole: Hashable, Sendable {
        let rows: [RowID: RowState]
        let tree: FolderTree
        let vector: VersionVector
    }

    package func invariantCheck() {
        for row in rows.values { row.invariantCheck() }
        tree.invariantCheck()
        vector.invariantCheck()
    }
}
