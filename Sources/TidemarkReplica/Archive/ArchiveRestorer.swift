import TidemarkCore
import TidemarkLibrary
import TidemarkWire

/// Turns archived operations into those of one writer in one space.
///
/// Numbers are places, so replays are exact: equal stamps are told apart as before, and an archive of what was restored
/// names everything as the one that it came from.
struct ArchiveRestorer: Sendable {
    private let archived: ArchivedSpace
    private let writer: WriterID
    /// The rows of the archive in the space that it is restored into.
    let rows: [RowID]
    private let keys: [NaturalKey?]
    /// Whether all of it becomes one deed.
    private let isOneDeed: Bool

    /// - Parameter naming: the key that a row gets here, by its place in the archive, its kind and its key there.
    /// - Throws: `ReplicaError.refused` for keys that point forward.
    init(
        _ archived: ArchivedSpace, space: SpaceRecord, person: String?, isOneDeed: Bool = false,
        naming: (Int, KindID, NaturalKey) throws -> NaturalKey = { $2 }
    ) throws {
        self.archived = archived
        self.isOneDeed = isOneDeed
        writer = space.writer
        var rows: [RowID] = []
        var keys: [NaturalKey?] = []
        for (place, row) in archived.rows.enumerated() {
            var key: NaturalKey?
            switch row.name {
            case .key(let above, let text, let number):
                key = NaturalKey(rows: try Self.resolve(above, rows), text: text, number: number)
            case .ownKey(let above, let number):
                key = NaturalKey(rows: try Self.resolve(above, rows), text: person ?? "", number: number)
            case .id(let id): rows.append(id)
            }
            key = try key.map { try naming(place, row.kind, $0) }
            if let key { rows.append(key.rowID(kind: row.kind, space: space.sid)) }
            keys.append(key)
        }
        self.rows = rows
        self.keys = keys
    }

    private static func resolve(_ places: [Int?], _ rows: [RowID]) throws -> [RowID] {
        try places.map { place in
            guard let place else { return .root }
            guard rows.indices.contains(place) else { throw contradiction("a key names a row that comes later") }
            return rows[place]
        }
    }

    private static func contradiction(_ what: String) -> ReplicaError {
        .refused("The archive contradicts itself: \(what). Make it again, or use another copy.")
    }

    /// What was counted once, however often it comes.
    struct Counting: Hashable {
        let row: RowID
        let field: FieldID
        let stamp: Stamp
    }

    /// - Parameter counted: what the other library has counted already, where both come from one archive.
    /// - Returns: how many were left out.
    func replay(_ range: Range<Int>, in edit: Edit, counted: Set<Counting> = []) throws -> Int {
        var omitted = 0
        for index in range {
            let op = try operation(index, in: edit)
            if case .count(let field, _, _) = op.change,
                counted.contains(Counting(row: op.row, field: field, stamp: op.stamp))
            {
                continue
            }
            let row = archived.operations[index].row
            if archived.rows[row].kind == Kind.vote.id, case .key = archived.rows[row].name {
                omitted += 1
            } else {
                try edit.replay(op)
            }
        }
        return omitted
    }

    private func operation(_ index: Int, in edit: Edit) throws -> Op {
        let op = archived.operations[index]
        let number = index + 1
        guard archived.rows.indices.contains(op.row), (1...number).contains(op.action),
            op.seen.allSatisfy({ (1..<number).contains($0) })
        else { throw Self.contradiction("operation \(number) names what comes later") }
        return Op(
            dot: Dot(writer, UInt64(number)), stamp: op.stamp, action: isOneDeed ? 1 : UInt64(op.action),
            kind: archived.rows[op.row].kind, row: rows[op.row],
            change: try change(op.change, op.row, number, in: edit),
            seen: op.seen.map { Dot(writer, UInt64($0)) })
    }

    private func change(
        _ change: ArchivedOperation.Change, _ row: Int, _ number: Int, in edit: Edit
    ) throws -> Op.Change {
        switch change {
        case .create:
            guard let key = keys[row] else { throw Self.contradiction("operation \(number) makes a row without a key") }
            return .create(key)
        case .set(let field, let value): return .set(field, try self.value(value, number))
        case .lower(let field, let integer): return .lower(field, integer)
        case .count(let field, let by):
            // The parts of all its writers become one, that of this device.
            let entry = try edit.merger.entry(rows[row], archived.rows[row].kind)
            return .count(field, by: by, to: entry.state.part(of: writer, in: field).addingSaturated(by))
        case .seed(let field, let text):
            guard (1...FieldText.maximumSeed).contains(text.utf8.count) else {
                throw Self.contradiction("operation \(number) writes a text of \(text.utf8.count) bytes")
            }
            return .seed(field, text)
        case .edit(let field, let text): return .edit(field, try self.text(text, number))
        case .add(let field, let element): return .add(field, element)
        case .remove(let field, let element): return .remove(field, element)
        case .move(let parent, let key): return .move(parent: try self.row(parent), key)
        case .trash(let ranges): return .trash(try context(ranges, number))
        }
    }

    private func text(_ change: TextChange, _ number: Int) throws -> TextChange {
        var names: [Dot: Dot] = [:]
        let renamed = change.renamed { dot in
            guard (1...UInt64(number)).contains(dot.number) else { return nil }
            if let name = names[dot] { return name }
            var name = Dot(writer, dot.number)
            if case .seed(_, let text) = archived.operations[Int(dot.number) - 1].change { name = .seed(of: text) }
            names[dot] = name
            return name
        }
        guard let renamed, renamed.isPossible(Dot(writer, UInt64(number))) else {
            throw Self.contradiction("operation \(number) changes characters that come later")
        }
        return renamed
    }

    private func value(_ value: ArchivedValue, _ number: Int) throws -> Value {
        switch value {
        case .null: return .null
        case .text(let text): return .text(text)
        case .integer(let integer): return .integer(integer)
        case .bytes(let bytes): return .bytes(bytes)
        case .row(let row): return .row(try self.row(row))
        case .place(let folder, let key): return .place(try row(folder), key)
        case .rekey(let key, let of):
            guard (1..<number).contains(of) else {
                throw Self.contradiction("operation \(number) rekeys what comes later")
            }
            return .rekey(key, of: Dot(writer, UInt64(of)))
        case .context(let ranges): return .context(try context(ranges, number))
        }
    }

    private func row(_ place: Int?) throws -> RowID {
        guard let place else { return .root }
        guard rows.indices.contains(place) else { throw Self.contradiction("a row is named that is not there") }
        return rows[place]
    }

    private func context(_ ranges: [ClosedRange<Int>], _ number: Int) throws -> VersionVector {
        var vector = VersionVector()
        var next = 1
        for range in ranges {
            guard range.lowerBound >= next, range.upperBound < number else {
                throw Self.contradiction("operation \(number) has seen what comes later")
            }
            vector.insert(UInt64(range.lowerBound)...UInt64(range.upperBound), of: writer)
            next = range.upperBound + 1
        }
        return vector
    }
}
