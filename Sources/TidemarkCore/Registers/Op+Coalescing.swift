extension Op {
    /// Drops what one writer wrote and replaced again before anybody else could see it.
    ///
    /// An op goes when a later op of the run replaces it in the same register or set; its replacement takes over what it had
    /// replaced itself, so a remote value that arrived in between stays a shadow of the same op. Changes of texts are never
    /// dropped (others name characters by them), counts neither (two copies of a library tell by them what both had counted),
    /// nor folder moves: a move between them may depend on each.
    ///
    /// - Parameters:
    ///   - operations: unsealed ops of one writer, ascending by number.
    ///   - last: ops up to this number are kept as they are: history that was restored from an archive.
    package static func coalesced(_ operations: [Op], keepingUpTo last: UInt64 = 0) -> [Op] {
        var replacement: [Dot: Int] = [:]
        for (index, operation) in operations.enumerated() {
            for dot in operation.seen { replacement[dot] = index }
        }
        var dropped: Set<Dot> = []
        var inherited: [Int: [Dot]] = [:]
        for (index, operation) in operations.enumerated() {
            guard operation.dot.number > last, let later = replacement[operation.dot],
                operation.canGive(way: operations[later])
            else { continue }
            dropped.insert(operation.dot)
            inherited[later, default: []] += operation.seen + (inherited[index] ?? [])
        }
        return operations.enumerated().compactMap { index, operation in
            if dropped.contains(operation.dot) { return nil }
            guard let more = inherited[index] else { return operation }
            var seen: [Dot] = []
            for dot in operation.seen + more where !dropped.contains(dot) && !seen.contains(dot) { seen.append(dot) }
            if case .remove = operation.change, seen.isEmpty { return nil }
            return Op(
                dot: operation.dot, stamp: operation.stamp, action: operation.action, kind: operation.kind,
                row: operation.row, change: operation.change, seen: seen)
        }
    }

    private func canGive(way later: Op) -> Bool {
        guard row == later.row, later.dot > dot else { return false }
        switch (change, later.change) {
        case (.set(let a, _), .set(let b, _)): return a == b
        case (.add(let a, let x), .remove(let b, let y)), (.add(let a, let x), .add(let b, let y)):
            return a == b && x == y
        default: return false
        }
    }
}
