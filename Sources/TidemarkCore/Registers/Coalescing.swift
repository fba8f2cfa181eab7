/// Drops what one writer wrote and replaced again before anybody else could see it, from a run of operations that may be too
/// long to hold: it is read twice, and what replaces something within it is kept in between.
///
/// An op goes when a later op of the run replaces it in the same register or set; its replacement takes over what it had
/// replaced itself, so a remote value that arrived in between stays a shadow of the same op. Changes of texts are never
/// dropped (others name characters by them), counts neither (two copies of a library tell by them what both had counted),
/// nor folder moves: a move between them may depend on each.
package struct Coalescing: Sendable {
    /// The last op that replaces another one.
    private struct Successor {
        let number: UInt64
        let row: RowID
        let cell: Cell
    }

    /// What an op writes, as far as ops give way to each other in it.
    private enum Cell: Equatable {
        case register(FieldID)
        case added(FieldID, String)
        case removed(FieldID, String)
        case other
    }

    /// Ops up to this number are kept as they are.
    private let kept: UInt64
    private var successors: [Dot: Successor] = [:]
    private var dropped: Set<Dot> = []
    /// What replaced ops had replaced, by the number of their replacement.
    private var inherited: [UInt64: [Dot]] = [:]
    /// How many ops have gone.
    package private(set) var droppedCount = 0

    /// - Parameter last: ops up to this number are kept as they are: history that was restored from an archive.
    package init(keepingUpTo last: UInt64 = 0) { kept = last }

    /// The first reading: all ops, ascending by number.
    package mutating func look(at op: Op) {
        for dot in op.seen where dot.writer == op.dot.writer {
            successors[dot] = Successor(number: op.dot.number, row: op.row, cell: Self.cell(of: op))
        }
    }

    /// The second reading: the same ops. Nil for one that goes.
    package mutating func take(_ op: Op) -> Op? {
        let more = inherited.removeValue(forKey: op.dot.number)
        if op.dot.number > kept, let later = successors[op.dot], Self.gives(op, way: later) {
            dropped.insert(op.dot)
            droppedCount += 1
            inherited[later.number, default: []] += op.seen + (more ?? [])
            return nil
        }
        guard let more else { return op }
        var seen: [Dot] = []
        for dot in op.seen + more where !dropped.contains(dot) && !seen.contains(dot) { seen.append(dot) }
        if case .remove = op.change, seen.isEmpty {
            droppedCount += 1
            return nil
        }
        return Op(
            dot: op.dot, stamp: op.stamp, action: op.action, kind: op.kind, row: op.row, change: op.change, seen: seen)
    }

    private static func cell(of op: Op) -> Cell {
        switch op.change {
        case .set(let field, _): .register(field)
        case .add(let field, let element): .added(field, element)
        case .remove(let field, let element): .removed(field, element)
        default: .other
        }
    }

    private static func gives(_ op: Op, way later: Successor) -> Bool {
        guard op.row == later.row, later.number > op.dot.number else { return false }
        switch (cell(of: op), later.cell) {
        case (.register(let a), .register(let b)): return a == b
        case (.added(let a, let x), .removed(let b, let y)), (.added(let a, let x), .added(let b, let y)):
            return a == b && x == y
        default: return false
        }
    }
}

extension Op {
    /// What is left of unsealed ops of one writer, ascending by number (`Coalescing`).
    package static func coalesced(_ operations: [Op], keepingUpTo last: UInt64 = 0) -> [Op] {
        var coalescing = Coalescing(keepingUpTo: last)
        for operation in operations { coalescing.look(at: operation) }
        return operations.compactMap { coalescing.take($0) }
    }
}
