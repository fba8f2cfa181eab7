/// Everything that merging needs to know of one row, as a function of the set of operations merged into it.
///
/// Each cell holds *candidates*: operations that no merged operation has replaced. An operation adds itself and takes away
/// what its writer saw (its `seen` dots), so replicas that hold the same operations hold the same candidates, whatever the
/// order of arrival: the optimised observed-remove set (Bieniusa et al., 2012) with explicit dots as context. The register's
/// value is the newest candidate; the others were written concurrently and lost: *shadows*. The cell of a text holds the ops
/// that changed it last, without values: the text itself is merged of all changes.
///
/// Invariant: cells are ascending by key and not empty; candidates are ascending by version; no dot of `awaited` is a candidate.
package struct RowState: Hashable, Sendable {
    package struct Candidate: Hashable, Sendable {
        package var version: Version
        package var value: Value

        package init(version: Version, value: Value) {
            self.version = version
            self.value = value
        }
    }

    package struct CellKey: Hashable, Comparable, Sendable {
        package let field: FieldID
        /// The member, for cells of a set.
        package let element: String?

        package init(_ field: FieldID, element: String? = nil) {
            self.field = field
            self.element = element
        }

        package static func < (a: Self, b: Self) -> Bool {
            a.field != b.field ? a.field < b.field : (a.element ?? "") < (b.element ?? "")
        }
    }

    package struct Cell: Hashable, Sendable {
        package let key: CellKey
        package var candidates: [Candidate]

        package init(key: CellKey, candidates: [Candidate]) {
            self.key = key
            self.candidates = candidates
        }

        package var winner: Candidate { candidates[candidates.count - 1] }
        package var shadows: ArraySlice<Candidate> { candidates.dropLast() }
    }

    package var cells: [Cell] = []
    package var texts = FieldMap<FieldText>()
    /// What the row was made as; nil while no creation has arrived.
    package var key: NaturalKey?
    /// Operations that were replaced before they arrived.
    package var awaited: Set<Dot> = []

    package init() {}

    // MARK: Reading

    package subscript(field: FieldID) -> Cell? { cell(CellKey(field)) }

    package func cell(_ key: CellKey) -> Cell? {
        let index = position(of: key)
        return index < cells.count && cells[index].key == key ? cells[index] : nil
    }

    package var exists: Bool { holds(.existence) }

    /// Whether there is a trash mark, whatever it covers.
    package var isMarked: Bool { holds(.trash) }

    private func holds(_ field: FieldID) -> Bool {
        let index = position(of: CellKey(field))
        return index < cells.count && cells[index].key.field == field && cells[index].key.element == nil
    }

    /// Members of an add-wins set, ascending.
    package func elements(of field: FieldID) -> [String] {
        cells.lazy.filter { $0.key.field == field }.compactMap(\.key.element)
    }

    /// What the trash marks on this row's writers had seen.
    package var trashMarks: [Candidate] { self[.trash]?.candidates ?? [] }

    /// Dots of live values in the fields that count as content, the row's existence included.
    package func contentDots(isContent: (FieldID) -> Bool) -> [Dot] {
        var dots: [Dot] = []
        for cell in cells where cell.key.field == .existence || isContent(cell.key.field) {
            dots += cell.candidates.map(\.version.dot)
        }
        return dots
    }

    // MARK: Merging

    /// Merges one operation.
    ///
    /// - Parameter held: what the replica holds once the operation's batch is merged. Operations that are already merged
    ///   must not come again; the version vector keeps them out.
    package mutating func apply(_ operation: Op, held: VersionVector) {
        for dot in operation.seen where dot != operation.dot {
            if !withdraw(dot), !held.contains(dot) { awaited.insert(dot) }
        }
        if case .create(let key) = operation.change, self.key == nil { self.key = key }
        mergeText(operation)
        let wasReplaced = !awaited.isEmpty && awaited.remove(operation.dot) != nil
        switch operation.change {
        case _ where wasReplaced:
            break
        case .seed(let field, _), .edit(let field, _):
            insert(.init(version: operation.version, value: .null), at: CellKey(field))
        case .create:
            insert(.init(version: operation.version, value: .null), at: CellKey(.existence))
        case .set(let field, let value):
            insert(.init(version: operation.version, value: value), at: CellKey(field))
        case .lower(let field, let number):
            insert(.init(version: operation.version, value: .integer(number)), at: CellKey(field))
            keepSmallest(at: CellKey(field))
        case .count(let field, _, let part): count(part, in: field, operation.version)
        case .add(let field, let element):
            insert(.init(version: operation.version, value: .null), at: CellKey(field, element: element))
        case .trash(let context):
            insert(.init(version: operation.version, value: .context(context)), at: CellKey(.trash))
        case .remove, .move, .text:
            break  // a removal is its `seen` dots; moves live in the folder tree
        }
    }

    /// Texts merge what was replaced as well. A change that no writer makes is left out, by every replica alike.
    private mutating func mergeText(_ operation: Op) {
        switch operation.change {
        case .seed(let field, let text) where !text.isEmpty && text.utf8.count <= FieldText.maximumSeed:
            if texts[field] == nil {
                texts[field] = .seed(text)
            } else {
                texts.update(field, default: .seed(text)) { $0.merge(seed: text) }
            }
        case .edit(let field, let change) where !change.isEmpty && change.isPossible(operation.dot):
            texts.update(field, default: .sequence(TextSequence())) { $0.merge(change, dot: operation.dot) }
        case .text(let field, let sequence):
            texts.update(field, default: .sequence(TextSequence())) { $0.join(.sequence(sequence)) }
        default: break
        }
    }

    /// Gives the operation another stamp; whether this row holds it.
    package mutating func restamp(_ dot: Dot, to stamp: Stamp) -> Bool {
        for index in cells.indices {
            guard let place = cells[index].candidates.firstIndex(where: { $0.version.dot == dot }) else { continue }
            cells[index].candidates[place].version.stamp = stamp
            cells[index].candidates.sort { $0.version < $1.version }
            return true
        }
        return false
    }

    /// Puts a stored candidate back: for loading.
    package mutating func insert(_ candidate: Candidate, at key: CellKey) {
        let index = position(of: key)
        if index < cells.count && cells[index].key == key {
            let place = cells[index].candidates.firstIndex { candidate.version < $0.version }
            cells[index].candidates.insert(candidate, at: place ?? cells[index].candidates.count)
        } else {
            cells.insert(Cell(key: key, candidates: [candidate]), at: index)
        }
    }

    /// Takes a candidate away; whether it was one.
    private mutating func withdraw(_ dot: Dot) -> Bool {
        for index in cells.indices {
            guard let place = cells[index].candidates.firstIndex(where: { $0.version.dot == dot }) else { continue }
            cells[index].candidates.remove(at: place)
            if cells[index].candidates.isEmpty { cells.remove(at: index) }
            return true
        }
        return false
    }

    /// Of a min-register only the smallest value counts; of equal ones the newest, so that one that is written once more stands
    /// for the earlier one wherever that was forgotten.
    mutating func keepSmallest(at key: CellKey) {
        let index = position(of: key)
        guard index < cells.count, cells[index].key == key else { return }
        let smallest = cells[index].candidates.min { a, b in
            guard case .integer(let x) = a.value, case .integer(let y) = b.value, x != y else {
                return a.version > b.version
            }
            return x < y
        }
        cells[index].candidates = smallest.map { [$0] } ?? []
    }

    private func position(of key: CellKey) -> Int {
        var low = 0
        var high = cells.count
        while low < high {
            let middle = (low + high) / 2
            if cells[middle].key < key { low = middle + 1 } else { high = middle }
        }
        return low
    }

    package func invariantCheck() {
        for (a, b) in zip(cells, cells.dropFirst()) { precondition(a.key < b.key, "cells out of order") }
        for cell in cells {
            precondition(!cell.candidates.isEmpty, "empty cell")
            for (a, b) in zip(cell.candidates, cell.candidates.dropFirst()) { precondition(a.version < b.version) }
            precondition(cell.candidates.allSatisfy { !awaited.contains($0.version.dot) }, "a replaced value is live")
        }
    }
}
