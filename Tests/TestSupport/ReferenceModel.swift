package import TidemarkCore

/// What a set of operations means, computed anew from all of them each time, as plainly as it can be said.
///
/// Slow on purpose: no incremental state, no order of arrival, nothing shared with the engine but the types of ops.
package struct ReferenceModel {
    package let ops: [Op]
    private let byRow: [RowID: [Op]]
    /// Ops that no other op has replaced, by row.
    private let liveByRow: [RowID: [Op]]

    /// - Parameter ops: in any order, with or without repeats.
    package init(_ ops: some Sequence<Op>) {
        var seen: Set<Dot> = []
        let sorted = ops.filter { seen.insert($0.dot).inserted }.sorted { $0.version < $1.version }
        let replaced = Set(sorted.flatMap { op in op.seen.filter { $0 != op.dot } })
        self.ops = sorted
        byRow = Dictionary(grouping: sorted, by: \.row)
        liveByRow = Dictionary(grouping: sorted.filter { !replaced.contains($0.dot) }, by: \.row)
    }

    // MARK: Cells

    /// Ops of a row that no other op has replaced.
    package func live(_ row: RowID) -> [Op] { liveByRow[row] ?? [] }

    package func exists(_ row: RowID) -> Bool {
        live(row).contains { if case .create = $0.change { true } else { false } }
    }

    /// The newest live write, and the values that lost against it concurrently, oldest first.
    package func register(_ row: RowID, _ field: FieldID) -> (winner: Value, shadows: [Value])? {
        let values = live(row).compactMap { op -> Value? in
            if case .set(field, let value) = op.change { value } else { nil }
        }
        return values.last.map { ($0, Array(values.dropLast())) }
    }

    /// The write whose value a register shows.
    package func winner(_ row: RowID, _ field: FieldID) -> Op? {
        live(row).last { if case .set(field, _) = $0.change { true } else { false } }
    }

    package func minimum(_ row: RowID, _ field: FieldID) -> Int64? {
        byRow[row]?.compactMap { op -> Int64? in
            if case .lower(field, let number) = op.change { number } else { nil }
        }.min()
    }

    /// What each writer said last of its part, added up.
    package func sum(_ row: RowID, _ field: FieldID) -> Int64? {
        var parts: [WriterID: Int64] = [:]
        for op in (byRow[row] ?? []).sorted(by: { $0.dot < $1.dot }) {
            if case .count(field, _, let part) = op.change { parts[op.dot.writer] = part }
        }
        return parts.isEmpty ? nil : parts.values.reduce(0, +)
    }

    package func elements(_ row: RowID, _ field: FieldID) -> Set<String> {
        Set(
            live(row).compactMap { op in
                if case .add(field, let element) = op.change { element } else { nil }
            })
    }

    /// What all changes of a text make together, of those too that were replaced; nil where nobody wrote one.
    package func text(_ row: RowID, _ field: FieldID) -> String? {
        var changes: [Dot: TextChange] = [:]
        for op in byRow[row] ?? [] {
            switch op.change {
            case .seed(field, let text): changes[.seed(of: text)] = .seed(text)
            case .edit(field, let change): changes[op.dot] = change
            default: break
            }
        }
        if changes.isEmpty { return nil }
        let text = ReferenceText(changes).text
        // The line feed behind a first text.
        return text.utf8.last == 0x0A ? String(text.unicodeScalars.dropLast()) : text
    }

    /// Changes of a text that no other has replaced, oldest first.
    package func lastEdits(_ row: RowID, _ field: FieldID) -> [Dot] {
        live(row).compactMap { op in
            switch op.change {
            case .seed(field, _), .edit(field, _): op.dot
            default: nil
            }
        }
    }

    // MARK: Trash

    /// Dots of live content: everything but the trash marks themselves and the fields that are not content.
    package func content(_ row: RowID, isContent: (FieldID) -> Bool) -> [Dot] {
        live(row).compactMap { op in
            switch op.change {
            case .create: op.dot
            case .set(let field, _), .seed(let field, _), .edit(let field, _), .add(let field, _), .lower(let field, _),
                .count(let field, _, _):
                isContent(field) ? op.dot : nil
            case .remove, .move, .trash, .text: nil
            }
        }
    }

    /// Whether the writers of the row's live trash marks had, together, seen all of `content`.
    package func isTrashed(_ row: RowID, content: [Dot]) -> Bool {
        let marks = live(row).compactMap { op -> VersionVector? in
            if case .trash(let context) = op.change { context } else { nil }
        }
        return !marks.isEmpty && content.allSatisfy { dot in marks.contains { $0.contains(dot) } }
    }

    // MARK: Folders

    /// Each folder's parent and order key: all moves in the total order, those that would close a cycle left out.
    package var tree: [RowID: (parent: RowID, key: OrderKey)] {
        var places: [RowID: (parent: RowID, key: OrderKey)] = [:]
        for op in ops {
            guard case .move(let parent, let key) = op.change, op.row != .root else { continue }
            var node = parent
            while node != .root, node != op.row { node = places[node]?.parent ?? .root }
            if node != op.row { places[op.row] = (parent, key) }
        }
        return places
    }
}
