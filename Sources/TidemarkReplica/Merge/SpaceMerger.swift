import GRDB
import TidemarkCore
import TidemarkLibrary
import TidemarkWire

/// Merges operations into the tables of one space, inside one write transaction: the only way in which tables change.
///
/// Rows are loaded when first touched and written back by `flush()`. Local edits and received batches take the same path.
final class SpaceMerger {
    let db: Database
    let space: SpaceRecord
    let writers: WriterTable
    /// What is held, the operations merged in this transaction included.
    var vector: VersionVector
    let vectorAtStart: VersionVector
    let shadowHorizon: Int64
    let heldMarks: HeldMarks
    let digests: StoredDigests
    /// Primary keys of items that went from sight, for whoever empties it.
    var hiddenItems: [Int64] = []
    private var slots: [RowID: RowSlot] = [:]
    /// Rows with changes that are not written yet.
    var changed: [RowSlot] = []
    /// Folders whose rows were written without their places.
    var unplaced: Set<RowID> = []
    /// Rows that are known not to be stored.
    private var absent: Set<RowID> = []
    /// Rows made in this transaction, where there were none before: no other needs to be looked for. Nil where there were some.
    private var made: Set<RowID>?
    /// Statements that run once a row, by what they do.
    var statements: [StatementUse: Statement] = [:]
    private var nextLocal: [String: Int64] = [:]
    private var locals: [Kind: [Int64: RowID]] = [:]
    /// Where the folders of the space are, moves of this transaction included.
    let folders: FolderLog

    init(_ db: Database, _ space: SpaceRecord) throws {
        self.db = db
        self.space = space
        writers = WriterTable(db, space)
        vector = try writers.held()
        vectorAtStart = vector
        shadowHorizon = try ShadowHorizon.load(db)
        heldMarks = try HeldMarks.load(space, writers, db)
        digests = StoredDigests(db, space)
        folders = FolderLog(db, space, writers)
        if vector.isEmpty, try kinds().isEmpty { made = [] }
    }

    // MARK: Merging

    /// Merges one operation. Its dot must not be held at the start of the transaction, and must be in `vector` now.
    func apply(_ op: Op) throws { try apply(CollectionOfOne(op)) }

    /// Merges operations; those of one row that follow each other touch the row once.
    func apply(_ ops: some Sequence<Op>) throws {
        var current: RowSlot?
        for op in ops {
            guard try permits(op) else { continue }
            let slot = if let current, current.row == op.row { current } else { try slot(op.row, op.kind) }
            current = slot
            if try merge(op, into: slot) { keep(slot) }
        }
    }

    /// Whether the row has taken it.
    private func merge(_ op: Op, into slot: RowSlot) throws -> Bool {
        if case .move(let parent, let key) = op.change, op.kind == Kind.folder.id {
            folders.add(.init(version: op.version, node: op.row, parent: parent, key: key))
            // Where the folder is, its state does not say.
            if op.seen.isEmpty, slot.entry.state.awaited.isEmpty { return false }
        }
        try count(slot)
        slot.entry.state.apply(op, held: vector)
        return true
    }

    /// Whether rows are written by those only whom their keys name.
    static func isGuarded(_ kind: KindID) -> Bool { kind == Kind.vote.id || kind == Kind.acknowledgement.id }

    /// Whether the operation's writer may write this row.
    ///
    /// - Parameter key: of the row, nil before it is made.
    func permits(_ op: Op, key: NaturalKey?) throws -> Bool {
        guard Self.isGuarded(op.kind) else { return true }
        var key = key
        if case .create(let made) = op.change { key = made }
        // Nobody writes another person's vote. Each such op follows the creation with its key in the same action.
        guard let key else { return false }
        if op.kind == Kind.acknowledgement.id { return TableSchema.permits(op.dot.writer, acknowledgement: key) }
        return TableSchema.permits(try writers.person(of: op.dot.writer), kind: .vote, key: key)
    }

    /// The same before the row is touched: what nobody may write leaves no row behind.
    private func permits(_ op: Op) throws -> Bool {
        guard Self.isGuarded(op.kind), let kind = Kind(op.kind) else { return true }
        return try permits(op, key: find(op.row, kind)?.state.key)
    }

    /// Joins the state that another replica has of a row.
    func join(
        _ state: RowState, _ row: RowID, _ kind: KindID, held: VersionVector, theirs: VersionVector
    ) throws {
        let slot = try slot(row, kind)
        try count(slot)
        let table = slot.entry.table
        slot.entry.state.join(state, held: held, theirs: theirs) { table?.field($0)?.merge == .minimum }
        keep(slot)
    }

    /// Forgets rows that are written, so that a long exchange holds no more than one batch of them.
    func evict() {
        precondition(changed.isEmpty, "rows that are not written yet would be lost")
        slots.removeAll(keepingCapacity: true)
        locals = [:]
        absent = []
    }

    /// Notes what a row adds to the stored sum of its table's digest, before it changes.
    private func count(_ slot: RowSlot) throws {
        guard !slot.isCounted else { return }
        slot.isCounted = true
        slot.digest = try digests.stored(slot.entry)
    }

    func keep(_ slot: RowSlot) {
        guard !slot.isChanged else { return }
        slot.isChanged = true
        changed.append(slot)
    }

    /// Gives ops that no relay has other stamps.
    func restamp(_ stamps: [Dot: Stamp], rows: [RowID: KindID]) throws {
        try folders.restamp(stamps)
        for (row, kind) in rows {
            let slot = try slot(row, kind)
            try count(slot)
            for (dot, stamp) in stamps where slot.entry.state.restamp(dot, to: stamp) { keep(slot) }
        }
    }

    // MARK: Rows

    /// The row as it stands now. One that is not there yet gets its local number and is written as absent.
    func entry(_ row: RowID, _ kind: KindID) throws -> MergeEntry { try slot(row, kind).entry }

    func slot(_ row: RowID, _ kind: KindID) throws -> RowSlot {
        if let slot = slots[row] { return slot }
        let table = space.schema.table(kind)
        if mayBeStored(row), let stored = try load(row, kind: kind, table: table) { return hold(stored) }
        let name = table?.name ?? "other"
        let local = try nextLocal[name] ?? lastLocal(name) + 1
        nextLocal[name] = local + 1
        absent.remove(row)
        made?.insert(row)
        let slot = hold(
            MergeEntry(
                table: table, kind: kind, row: row, local: local, isNew: true, state: RowState(), wasNew: true))
        keep(slot)
        return slot
    }

    private func lastLocal(_ table: String) throws -> Int64 {
        try Int64.fetchOne(db.cachedStatement(sql: "SELECT max(id) FROM \(table)")) ?? 0
    }

    private func hold(_ entry: MergeEntry) -> RowSlot {
        let slot = RowSlot(entry)
        slot.entry.heldMarks = heldMarks
        slots[entry.row] = slot
        if let table = entry.table { locals[table.kind, default: [:]][entry.local] = entry.row }
        return slot
    }

    func entry(_ row: RowID, _ kind: Kind) throws -> MergeEntry { try entry(row, kind.id) }

    func note(_ local: Int64, of row: RowID, _ kind: Kind) { locals[kind, default: [:]][local] = row }

    /// Whether the row exists, without making it.
    func find(_ row: RowID, _ kind: Kind) throws -> MergeEntry? {
        try held(row, kind)?.entry
    }

    private func held(_ row: RowID, _ kind: Kind) throws -> RowSlot? {
        if let slot = slots[row] { return slot }
        guard mayBeStored(row) else { return nil }
        guard let stored = try load(row, kind: kind.id, table: space.schema.table(kind.id)) else {
            absent.insert(row)
            return nil
        }
        return hold(stored)
    }

    private func mayBeStored(_ row: RowID) -> Bool { made?.contains(row) ?? !absent.contains(row) }

    /// Whether the row has a trash mark, or had one when it was loaded.
    func isMarked(_ row: RowID, _ kind: Kind) throws -> Bool {
        guard let slot = try held(row, kind) else { return false }
        return slot.entry.wasTrashed || slot.entry.state.isMarked
    }

    /// The primary key of a row; 0 for the root.
    func local(_ row: RowID, _ kind: Kind) throws -> Int64 {
        row == .root && kind == .folder ? 0 : try entry(row, kind).local
    }

    /// The row with a primary key.
    func row(_ local: Int64, _ kind: Kind) throws -> RowID {
        if kind == .folder && local == 0 { return .root }
        if let row = locals[kind]?[local] { return row }
        let stored = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT rid FROM \(TableSchema.of(kind).name) WHERE id = ?"), arguments: [local])
        guard let row = stored.flatMap({ RowID(bytes: $0.bytes(0)) }) else {
            throw ReplicaError.damaged("a row that others point at is missing")
        }
        locals[kind, default: [:]][local] = row
        return row
    }
}
