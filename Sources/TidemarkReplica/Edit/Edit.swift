package import TidemarkCore
package import TidemarkLibrary
import TidemarkWire

/// One person's deed in one space: turns intentions into operations and merges them at once.
///
/// All its ops share one action id and, but for imported dates, one stamp. Lives for one transaction.
package final class Edit {
    let merger: SpaceMerger
    let environment: Environment
    let writer: WriterID
    /// Number of the deed's first op.
    package let action: UInt64
    private(set) var number: UInt64
    private let stamp: Stamp
    package private(set) var ops: [Op] = []
    /// Keys of what imports append, per folder: the base, and how many stand behind it.
    var importedKeys: [RowID: (base: OrderKey, count: Int)] = [:]
    /// Folders found or made in this transaction, by parent and name.
    var folders: [NaturalKey: RowID] = [:]
    /// What is published in one transaction is published at once.
    lazy var publishedAt = environment.now()
    /// Revisions of subjects that were looked up or published in this transaction, by time.
    var published: [RevisionSubject: [PublishedRow]] = [:]
    private var recorder = DeedRecorder()
    /// Whether an op on a row that others may have forgotten is preceded by all that the row holds.
    var mayWriteWhole = true
    /// What the deed has replaced so far.
    var effects: [DeedEffect] { recorder.recorded }

    /// Notes that an item that was hidden with its folders is about to be seen again.
    func noteSurfaced(_ item: RowID) {
        recorder.note(DeedEffect(kind: Kind.item.id, row: item, change: .surfaced))
    }

    init(_ merger: SpaceMerger, writer: WriterID, action: UInt64?, stamp: Stamp, environment: Environment) {
        self.merger = merger
        self.environment = environment
        self.writer = writer
        self.stamp = stamp
        number = merger.vector.last(writer) + 1
        self.action = action ?? number
    }

    var space: SpaceRecord { merger.space }
    package var spaceID: SpaceID { merger.space.sid }

    /// Makes an op and merges it. Its stamp is the deed's, or above everything that it replaces.
    ///
    /// - Parameter dated: a stamp from an import's source, so that what people wrote since wins.
    @discardableResult
    func emit(
        _ row: RowID, _ kind: Kind, _ change: Op.Change, seen: [RowState.Candidate] = [], above floor: Stamp? = nil,
        dated: Stamp? = nil, isDeed: Bool = true
    ) throws -> Op {
        if mayWriteWhole, change.bringsBack, try mayBeForgotten(merger.entry(row, kind)) {
            try writeWhole(row, kind, as: merger.entry(row, kind).state)
            // What the change was to replace is replaced.
            let again = try merger.entry(row, kind).state
            mayWriteWhole = false
            defer { mayWriteWhole = true }
            return try emit(row, kind, change, seen: again.candidates(replacedBy: change), above: floor, dated: dated)
        }
        var at = dated ?? stamp
        for version in seen.map(\.version) where at <= version.stamp { at = version.stamp.next }
        if let floor, at <= floor { at = floor.next }
        let op = Op(
            dot: Dot(writer, number), stamp: at, action: action, kind: kind.id, row: row, change: change,
            seen: seen.map(\.version.dot))
        number += 1
        if isDeed { try recorder.note(change, as: op.dot, of: row, kind, merger) }
        merger.vector.insert(op.dot)
        try merger.apply(op)
        ops.append(op)
        return op
    }

    /// Merges an op of a restored archive as it is. Numbers between it and the one before stay unused.
    func replay(_ op: Op) throws {
        merger.vector.insert(number...op.dot.number, of: writer)
        number = op.dot.number + 1
        try recorder.note(replayed: op, merger)
        try merger.apply(op)
        ops.append(op)
    }

    /// The smallest free or fitting number for a natural key (rule of natural ids), and the row's id.
    ///
    /// - Parameter carries: whether an existing row still goes by the key.
    func naturalRow(
        _ kind: Kind, rows: [RowID] = [], text: String, carries: (MergeEntry) throws -> Bool
    ) throws -> (row: RowID, key: NaturalKey, existing: MergeEntry?) {
        var key = NaturalKey(rows: rows, text: text.withoutNUL)
        while true {
            let row = key.rowID(kind: kind.id, space: space.sid)
            guard let entry = try merger.find(row, kind), entry.state.exists else { return (row, key, nil) }
            if try carries(entry) { return (row, key, entry) }
            key.number += 1
        }
    }

    /// Makes the row, takes it out of the trash, or leaves it alone. Whether anything was done.
    @discardableResult
    func create(_ row: RowID, _ kind: Kind, key: NaturalKey, dated: Stamp? = nil) throws -> Bool {
        let entry = try merger.entry(row, kind)
        let marks = entry.state.trashMarks
        if entry.state.exists && marks.isEmpty { return false }
        try emit(
            row, kind, .create(key), seen: (entry.state[.existence]?.candidates ?? []) + marks,
            dated: marks.isEmpty ? dated : nil)
        return true
    }

    /// Writes a register, if that changes it. Whether it did.
    @discardableResult
    package func set(
        _ row: RowID, _ kind: Kind, _ field: FieldID, _ value: Value, force: Bool = false, dated: Stamp? = nil
    ) throws -> Bool {
        var value = value
        if case .text(let text) = value { value = .text(text.withoutNUL) }
        let winner = try merger.entry(row, kind).state[field]?.winner
        if !force, (winner?.value ?? .null) == value { return false }
        try emit(row, kind, .set(field, value), seen: winner.map { [$0] } ?? [], dated: dated)
        return true
    }

    /// Lowers a min-register.
    @discardableResult
    func lower(
        _ row: RowID, _ kind: Kind, _ field: FieldID, _ number: Int64, dated: Stamp? = nil
    ) throws -> Bool {
        if let held = try merger.entry(row, kind).integer(field), held <= number { return false }
        try emit(row, kind, .lower(field, number), dated: dated)
        return true
    }

    /// Counts with this writer's part of a counter. No two devices are in each other's way.
    ///
    /// - Parameter isDeed: whether undo takes it back.
    func count(_ row: RowID, _ kind: Kind, _ field: FieldID, by number: Int64, isDeed: Bool = true) throws {
        let part = try merger.entry(row, kind).state.part(of: writer, in: field)
        try emit(row, kind, .count(field, by: number, to: part.addingSaturated(number)), isDeed: isDeed)
    }

    @discardableResult
    package func addTag(_ row: RowID, _ tag: String, dated: Stamp? = nil) throws -> Bool {
        let tag = tag.withoutNUL
        let held = try merger.entry(row, Kind.item).state.cell(.init(.tags, element: tag))
        guard held == nil else { return false }
        try emit(row, .item, .add(.tags, tag), dated: dated)
        return true
    }

    @discardableResult
    package func removeTag(_ row: RowID, _ tag: String) throws -> Bool {
        guard let held = try merger.entry(row, Kind.item).state.cell(.init(.tags, element: tag)) else { return false }
        try emit(row, .item, .remove(.tags, tag), seen: held.candidates)
        return true
    }

    /// Moves a row to the trash. The mark covers everything held now, and nothing that comes later.
    @discardableResult
    package func trash(_ row: RowID, _ kind: Kind) throws -> Bool {
        guard let entry = try merger.find(row, kind), entry.state.exists else { return false }
        // Something changed it while the trash was emptied, and it was seen again: now it is in the trash like anything.
        if entry.isErased { try set(row, kind, .erased, .null) }
        try emit(row, kind, .trash(merger.vector), seen: entry.state.trashMarks)
        return true
    }

    /// Takes a row out of the trash. It exists anew, so a trash mark that comes later does not cover it.
    @discardableResult
    package func restore(_ row: RowID, _ kind: Kind) throws -> Bool {
        guard let key = try merger.find(row, kind)?.state.key else { return false }
        return try create(row, kind, key: key)
    }
}

extension String {
    /// SQLite's texts end at a NUL, and no text that people write holds one: what stands behind it would be lost.
    var withoutNUL: String { utf8.contains(0) ? replacing("\0", with: "") : self }
}
