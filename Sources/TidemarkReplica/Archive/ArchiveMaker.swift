import TidemarkCore
import TidemarkLibrary

/// Names rows and operations by their places.
struct ArchiveMaker {
    private let ordered: [Op]
    /// The own person's id, which stands for whoever restores the archive.
    private let person: String?
    /// Places from 1.
    private var places: [Dot: Int] = [:]
    /// Stretches of one writer's operations: the index of the first, and how many.
    private var runs: [Range<Int>] = []
    private var keys: [RowID: NaturalKey] = [:]
    private var kinds: [RowID: KindID] = [:]
    private var rowPlaces: [RowID: Int] = [:]
    private var rows: [ArchivedRow] = []
    private var deeds: [Deed: Int] = [:]

    /// Where first texts that others refer to were written.
    private var seeds: [Seed: Int] = [:]

    private struct Deed: Hashable {
        let writer: WriterID
        let action: UInt64
    }

    private struct Seed: Hashable {
        let row: RowID
        let name: WriterID
    }

    static func make(_ operations: [Op], person: String?) -> ArchivedSpace {
        var maker = ArchiveMaker(operations, person: person)
        let archived = maker.ordered.enumerated().map { index, op in maker.archive(op, place: index + 1) }
        return ArchivedSpace(rows: maker.rows, operations: archived)
    }

    private init(_ operations: [Op], person: String?) {
        self.person = person
        let held = Set(operations.map(\.dot))
        let edited = Set(operations.lazy.filter { if case .edit = $0.change { true } else { false } }.map(\.row))
        // A rekeying of a move that is gone is void, and cannot name it.
        ordered = CausalOrder.of(
            operations.filter { op in
                // What devices have acknowledged says nothing anywhere else.
                if op.kind == Kind.acknowledgement.id { return false }
                return if case .set(_, .rekey(_, let move)) = op.change { held.contains(move) } else { true }
            })
        for (index, op) in ordered.enumerated() {
            places[op.dot] = index + 1
            if let last = runs.last, ordered[last.lowerBound].dot.writer == op.dot.writer {
                runs[runs.count - 1] = last.lowerBound..<(index + 1)
            } else {
                runs.append(index..<(index + 1))
            }
            kinds[op.row] = op.kind
            switch op.change {
            case .create(let key): keys[op.row] = key
            case .seed(_, let text) where edited.contains(op.row):
                let seed = Seed(row: op.row, name: Dot.seed(of: text).writer)
                if seeds[seed] == nil { seeds[seed] = index + 1 }
            default: break
            }
        }
    }

    private mutating func archive(_ op: Op, place: Int) -> ArchivedOperation {
        let deed = Deed(writer: op.dot.writer, action: op.action)
        let action = deeds[deed] ?? place
        deeds[deed] = action
        return ArchivedOperation(
            stamp: op.stamp, action: action, row: self.place(of: op.row, kind: op.kind) ?? 0,
            change: archive(op.change, of: op.row, at: place), seen: op.seen.compactMap { places[$0] }.sorted())
    }

    private mutating func archive(_ change: Op.Change, of row: RowID, at index: Int) -> ArchivedOperation.Change {
        switch change {
        case .create: .create
        case .set(let field, let value): .set(field, archive(value))
        case .lower(let field, let number): .lower(field, number)
        case .count(let field, let by, _): .count(field, by: by)
        case .seed(let field, let text): .seed(field, text)
        case .edit(let field, let text): .edit(field, archive(text, of: row, at: index))
        // Snapshots are not archived.
        case .text(let field, _): .edit(field, TextChange())
        case .add(let field, let element): .add(field, element)
        case .remove(let field, let element): .remove(field, element)
        case .move(let parent, let key): .move(parent: place(of: parent, kind: Kind.folder.id), key)
        case .trash(let context): .trash(ranges(of: context))
        }
    }

    /// What refers to something that nobody has changes nothing anywhere.
    private func archive(_ change: TextChange, of row: RowID, at index: Int) -> TextChange {
        let renamed = change.renamed { dot in
            let known = dot.isSeed ? seeds[Seed(row: row, name: dot.writer)] : places[dot]
            return known.flatMap { $0 <= index ? Dot(ArchivedSpace.writer, UInt64($0)) : nil }
        }
        return renamed ?? TextChange()
    }

    private mutating func archive(_ value: Value) -> ArchivedValue {
        switch value {
        case .null: .null
        case .text(let text): .text(text)
        case .integer(let number): .integer(number)
        case .bytes(let bytes): .bytes(bytes)
        case .row(let row): .row(place(of: row, kind: kinds[row] ?? Kind.item.id))
        case .place(let folder, let key): .place(place(of: folder, kind: Kind.folder.id), key)
        case .rekey(let key, let of): .rekey(key, of: places[of] ?? 0)
        case .context(let context): .context(ranges(of: context))
        }
    }

    // MARK: Rows

    /// The place of a row, which is given one when it is first named; nil for the root.
    private mutating func place(of row: RowID, kind: KindID) -> Int? {
        if row == .root { return nil }
        if let place = rowPlaces[row] { return place }
        let kind = kinds[row] ?? kind
        let name: ArchivedRow.Name
        if let key = keys[row] {
            let above = Kind(kind).map { TableSchema.of($0).keyRows.map(\.kind.id) } ?? []
            // Rows of the key first: they get smaller places. Keys are hashes of those above, so they never go in circles.
            let rows = key.rows.enumerated().map { index, parent in
                place(of: parent, kind: index < above.count ? above[index] : Kind.folder.id)
            }
            let isOwn = kind == Kind.vote.id && key.text == person
            name =
                isOwn
                ? .ownKey(rows: rows, number: key.number) : .key(rows: rows, text: key.text, number: key.number)
        } else {
            name = .id(row)
        }
        rows.append(ArchivedRow(kind: kind, name: name))
        rowPlaces[row] = rows.count - 1
        return rows.count - 1
    }

    // MARK: Contexts

    /// The places of the operations that a vector holds.
    private func ranges(of context: VersionVector) -> [ClosedRange<Int>] {
        var ranges: [ClosedRange<Int>] = []
        func add(_ range: ClosedRange<Int>) {
            if let last = ranges.last, last.upperBound + 1 == range.lowerBound {
                ranges[ranges.count - 1] = last.lowerBound...range.upperBound
            } else {
                ranges.append(range)
            }
        }
        for run in runs {
            guard let held = context.writers[ordered[run.lowerBound].dot.writer] else { continue }
            var next = run.lowerBound
            for gap in held.gaps {
                let start = index(ofFirst: gap.lowerBound, in: next..<run.upperBound)
                if start > next { add((next + 1)...start) }
                next = index(ofFirst: gap.upperBound + 1, in: start..<run.upperBound)
            }
            let end = index(ofFirst: held.last + 1, in: next..<run.upperBound)
            if end > next { add((next + 1)...end) }
        }
        return ranges
    }

    /// The first index in a stretch of one writer whose number is not below `number`.
    private func index(ofFirst number: UInt64, in range: Range<Int>) -> Int {
        var (low, high) = (range.lowerBound, range.upperBound)
        while low < high {
            let middle = (low + high) / 2
            if ordered[middle].dot.number < number { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
