extension Op {
    /// Gives another writer what one of two copies of a writer did alone, so that both histories stand beside each other.
    ///
    /// Two copies of a replica number and stamp alike what they share, and little after it. What they share is dropped here;
    /// the rest keeps its stamps, so that the same value wins as would have won between two devices.
    ///
    /// - Parameters:
    ///   - lost: the ops of the copy that comes second, ascending and not coalesced, none of which others have.
    ///   - held: the ops that the other copy's batches hold from the first number of `lost` on.
    ///   - writer: the writer of both; `successor` numbers the result from 1.
    package static func reissued(
        _ lost: [Op], beside held: [Op], of writer: WriterID, as successor: WriterID
    ) -> [Op] {
        guard let first = lost.first?.dot.number else { return [] }
        let theirs = Dictionary(held.map { ($0.dot.number, $0) }) { a, _ in a }
        // Numbers up to here are of the time before the copy was made. The other copy may have coalesced some of them away.
        var shared = first - 1
        for op in lost {
            guard let other = theirs[op.dot.number] else { continue }
            guard op.isSame(as: other) else { break }
            shared = op.dot.number
        }
        var numbers: [UInt64: UInt64] = [:]
        var actions: [UInt64: UInt64] = [:]
        func renamed(_ dot: Dot) -> Dot? {
            guard dot.writer == writer, dot.number >= first else { return dot }
            if let number = numbers[dot.number] { return Dot(successor, number) }
            return theirs[dot.number] != nil && dot.number <= shared ? dot : nil
        }
        var parts: [RowID: [FieldID: Int64]] = [:]
        var result: [Op] = []
        for op in coalesced(lost.filter { $0.dot.number > shared }) {
            let number = UInt64(result.count) + 1
            let change: Change
            switch op.change {
            case .trash(let context):
                change = .trash(context.forked(writer, last: shared, as: successor, count: number - 1))
            case .count(let field, let by, _):
                // What both copies had counted stands in the part of `writer`, which goes on with the other copy.
                let part = parts[op.row, default: [:]][field, default: 0].addingSaturated(by)
                parts[op.row, default: [:]][field] = part
                change = .count(field, by: by, to: part)
            case .set(let field, .rekey(let key, let of)): change = .set(field, .rekey(key, of: renamed(of) ?? of))
            case .edit(let field, let text):
                // What it refers to is never coalesced away, so it has a name.
                let other = text.renamed { dot in
                    dot == op.dot ? Dot(successor, number) : dot.isSeed ? dot : renamed(dot) ?? dot
                }
                change = .edit(field, other ?? text)
            default: change = op.change
            }
            numbers[op.dot.number] = number
            let action = actions[op.action, default: number]
            actions[op.action] = action
            result.append(
                Op(
                    dot: Dot(successor, number), stamp: op.stamp, action: action, kind: op.kind, row: op.row,
                    change: change, seen: op.seen.compactMap(renamed)))
        }
        return result
    }
}

extension Op {
    /// Whether both are one deed under one number. `seen` grows where an op takes over what it had replaced, so it may differ;
    /// stamps alone may agree by chance, when two copies are used in the same millisecond.
    fileprivate func isSame(as other: Op) -> Bool {
        stamp == other.stamp && kind == other.kind && row == other.row && change == other.change
    }
}

extension VersionVector {
    /// The vector of a writer's copy under the names that its ops have now: `writer` up to `last`, and `count` of `successor`.
    fileprivate func forked(_ writer: WriterID, last: UInt64, as successor: WriterID, count: UInt64) -> VersionVector {
        var result = VersionVector()
        for (other, held) in writers where other != writer {
            if let part = VersionVector(writers: [other: held]) { result.merge(part) }
        }
        if last > 0 { result.insert(1...last, of: writer) }
        if count > 0 { result.insert(1...count, of: successor) }
        return result
    }
}
