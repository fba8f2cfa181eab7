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
    private let vectorAtStart: VersionVector
    private var entries: [RowID: MergeEntry] = [:]
    /// Rows with changes that are not written yet.
    private var changed: Set<RowID> = []
    /// Rows that are known not to be stored.
    private var absent: Set<RowID> = []
    /// Statements of `save`, by table and whether the row is new.
    private var statements: [String: Statement] = [:]
    private var nextLocal: [String: Int64] = [:]
    private var locals: [Kind: [Int64: RowID]] = [:]
    private var storedTree: FolderTree?
    private var placesAtStart: [RowID: FolderTree.Place] = [:]
    private var pendingMoves: [FolderTree.Move] = []

    init(_ db: Database, _ space: SpaceRecord) throws {
        self.db = db
        self.space = space
        writers = WriterTable(db, space)
        vector = try writers.held()
        vectorAtStart = vector
    }

    // MARK: Merging

    /// Merges one operation. Its dot must not be held at the start of the transaction, and must be in `vector` now.
    func apply(_ op: Op) throws { try apply(CollectionOfOne(op)) }

    /// Merges operations; those of one row that follow each other touch the row once.
    func apply(_ ops: some Sequence<Op>) throws {
        var current: MergeEntry?
        for op in ops {
            if current?.row != op.row {
                if var done = current.take() { keep(&done) }
                current = try entry(op.row, op.kind)
                // The only holder of the state while it changes: nothing is copied.
                entries[op.row] = nil
            }
            try merge(op, into: &current)
        }
        if var done = current { keep(&done) }
    }

    private func merge(_ op: Op, into entry: inout MergeEntry?) throws {
        if entry?.table?.kind == .vote {
            var key = entry?.state.key
            if case .create(let made) = op.change { key = made }
            // Nobody writes another person's vote. Each vote op follows the creation with its key in the same action.
            guard let key, TableSchema.permits(try writers.person(of: op.dot.writer), kind: .vote, key: key) else {
                return
            }
        }
        if case .move(let parent, let key) = op.change {
            pendingMoves.append(.init(version: op.version, node: op.row, parent: parent, key: key))
        }
        entry?.state.apply(op, held: vector)
    }

    /// Forgets rows that are written, so that a long exchange holds no more than one batch of them.
    func evict() {
        precondition(changed.isEmpty, "rows that are not written yet would be lost")
        entries = [:]
        locals = [:]
        absent = []
    }

    private func keep(_ entry: inout MergeEntry) {
        entry.isChanged = true
        changed.insert(entry.row)
        entries[entry.row] = entry
    }

    /// The folders of the space, moves of this transaction included.
    func tree() throws -> FolderTree {
        var tree = try storedTree ?? loadTree()
        if !pendingMoves.isEmpty {
            tree.merge(pendingMoves)
            for move in pendingMoves {
                try db.execute(
                    sql:
                        "INSERT INTO folder_move (space, stamp, writer, number, folder, parent, order_key) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    arguments: [
                        space.id, Int64(bitPattern: move.version.stamp.rawValue),
                        try writers.number(of: move.version.dot.writer), move.version.dot.number,
                        move.node.bytes.blob, move.parent.bytes.blob, move.key.bytes.blob,
                    ])
            }
            pendingMoves = []
        }
        storedTree = tree
        return tree
    }

    private func loadTree() throws -> FolderTree {
        let moves = try Row.fetchAll(
            db.cachedStatement(
                sql: "SELECT stamp, writer, number, folder, parent, order_key FROM folder_move WHERE space = ?"),
            arguments: [space.id]
        ).map { row in
            guard let node = RowID(bytes: row.bytes("folder")), let parent = RowID(bytes: row.bytes("parent")),
                let key = OrderKey(bytes: row.bytes("order_key"))
            else { throw ReplicaError.damaged("the log of folder moves") }
            let dot = Dot(try writers.writer(row["writer"]), row["number"])
            return FolderTree.Move(
                version: Version(Stamp(rawValue: UInt64(bitPattern: row["stamp"])), dot), node: node, parent: parent,
                key: key)
        }
        let tree = FolderTree(moves: moves)
        placesAtStart = tree.places
        return tree
    }

    /// Gives ops that no relay has other stamps.
    func restamp(_ stamps: [Dot: Stamp], rows: [RowID: KindID]) throws {
        var tree = try tree()
        tree.restamp(stamps)
        storedTree = tree
        for (dot, stamp) in stamps {
            try db.execute(
                sql: "UPDATE folder_move SET stamp = ? WHERE space = ? AND writer = ? AND number = ?",
                arguments: [
                    Int64(bitPattern: stamp.rawValue), space.id, try writers.number(of: dot.writer), dot.number,
                ])
        }
        for (row, kind) in rows {
            var entry = try entry(row, kind)
            var isRestamped = false
            for (dot, stamp) in stamps where entry.state.restamp(dot, to: stamp) { isRestamped = true }
            if isRestamped { keep(&entry) }
        }
    }

    // MARK: Rows

    /// The row as it stands now. One that is not there yet gets its local number and is written as absent.
    func entry(_ row: RowID, _ kind: KindID) throws -> MergeEntry {
        if let entry = entries[row] { return entry }
        let table = Kind(kind).map(TableSchema.of)
        let name = table?.name ?? "other"
        var entry: MergeEntry
        if !absent.contains(row), let stored = try load(row, kind: kind, table: table) {
            entry = stored
        } else {
            let local = try nextLocal[name] ?? (Int64.fetchOne(db, sql: "SELECT max(id) FROM \(name)") ?? 0) + 1
            nextLocal[name] = local + 1
            entry = MergeEntry(
                table: table, kind: kind, row: row, local: local, isNew: true, isChanged: true, state: RowState(),
                wasNew: true)
            absent.remove(row)
            changed.insert(row)
        }
        entries[row] = entry
        if let table { locals[table.kind, default: [:]][entry.local] = row }
        return entry
    }

    func entry(_ row: RowID, _ kind: Kind) throws -> MergeEntry { try entry(row, kind.id) }

    /// Whether the row exists, without making it.
    func find(_ row: RowID, _ kind: Kind) throws -> MergeEntry? {
        if let entry = entries[row] { return entry }
        if absent.contains(row) { return nil }
        guard let stored = try load(row, kind: kind.id, table: TableSchema.of(kind)) else {
            absent.insert(row)
            return nil
        }
        entries[row] = stored
        locals[kind, default: [:]][stored.local] = row
        return stored
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

    private var codingContext: RowStateCoding.Context {
        RowStateCoding.Context(
            number: { [writers] in try writers.number(of: $0) }, writer: { [writers] in try writers.writer($0) })
    }

    private func load(_ row: RowID, kind: KindID, table: TableSchema?) throws -> MergeEntry? {
        let statement = try db.cachedStatement(
            sql: "SELECT * FROM \(table?.name ?? "other") WHERE space = ? AND rid = ?")
        guard let stored = try Row.fetchOne(statement, arguments: [space.id, row.bytes.blob]) else { return nil }
        var entry = MergeEntry(
            table: table, kind: kind, row: row, local: stored["id"], isNew: false, isChanged: false, state: RowState(),
            wasTrashed: stored["trashed"] != 0)
        entry.state = try RowStateCoding.decode(
            stored.bytes("state"), context: codingContext,
            column: { id in try self.columnValue(id, table: table, stored: stored) },
            text: { id in table?.field(id).flatMap { stored[$0.name] as String? } ?? "" })
        if let text = stored["key"] as String? {
            let rows = try (table?.keyRows ?? []).map { try self.row(stored[$0.column] ?? 0, $0.kind) }
            entry.state.key = NaturalKey(rows: rows, text: text, number: stored["key_number"])
        }
        if let table, let tags = table.fields.first(where: { $0.merge == .set }) {
            entry.storedTags = entry.state.elements(of: tags.id)
        }
        return entry
    }

    private func columnValue(_ id: FieldID, table: TableSchema?, stored: Row) throws -> Value {
        guard let field = table?.field(id) else { throw ReplicaError.damaged("a value of an unknown field") }
        if field.merge == .place {
            guard let folder = stored["folder"] as Int64?, let key = OrderKey(bytes: stored.bytes("order_key")) else {
                throw ReplicaError.damaged("the place of a bookmark")
            }
            return .place(try row(folder, .folder), key)
        }
        if field.isInteger { return (stored[field.name] as Int64?).map(Value.integer) ?? .null }
        return (stored[field.name] as String?).map(Value.text) ?? .null
    }

    // MARK: Writing back

    /// Writes what changed, and everything that is derived from it.
    func flush() throws {
        let tree = pendingMoves.isEmpty && storedTree == nil ? nil : try tree()
        if let tree {
            for (node, place) in tree.places where placesAtStart[node] != place { try touch(node, .folder) }
            for node in placesAtStart.keys where tree.places[node] == nil { try touch(node, .folder) }
        }
        var written: [MergeEntry] = []
        // Writing a row may name rows that nothing was known of: go on until there are none left.
        while true {
            let batch = changed.compactMap { entries[$0] }
            changed = []
            if batch.isEmpty { break }
            for entry in batch.sorted(by: { ($0.kind, $0.local) < ($1.kind, $1.local) }) {
                try write(entry)
                written.append(entry)
                entries[entry.row]?.isChanged = false
                entries[entry.row]?.isNew = false
                // Taken out of the trash in the same transaction, it is still one whose columns must be looked at.
                if entry.state[.trash] != nil { entries[entry.row]?.wasTrashed = true }
            }
        }
        let folders = written.filter { $0.table?.kind == .folder }
        try writePlaces(of: folders, tree: tree)
        try TrashView(self).update(changed: written)
        try writers.store(vector, before: vectorAtStart)
    }

    private func touch(_ row: RowID, _ kind: Kind) throws {
        var entry = try entry(row, kind)
        keep(&entry)
    }

    private func write(_ entry: MergeEntry) throws {
        var columns: [(String, (any DatabaseValueConvertible)?)] = [
            ("present", entry.state.exists ? 1 : 0), ("conflicts", entry.conflicts),
            ("key", entry.state.key?.text), ("key_number", entry.state.key?.number ?? 0),
        ]
        if let table = entry.table {
            for (index, reference) in table.keyRows.enumerated() {
                let row = entry.state.key.flatMap { $0.rows.indices.contains(index) ? $0.rows[index] : nil }
                columns.append((reference.column, try row.map { try local($0, reference.kind) }))
            }
            for field in table.fields { columns += try self.columns(of: field, entry) }
        } else {
            columns.append(("kind", entry.kind.rawValue))
        }
        let state = try RowStateCoding.encode(
            entry.state, context: codingContext, isInColumn: entry.isInColumn, textColumn: entry.isTextColumn)
        columns.append(("state", state.blob))
        try save(entry, columns)
        if entry.table?.kind == .item { try writeTags(of: entry) }
    }

    private func save(_ entry: MergeEntry, _ columns: [(String, (any DatabaseValueConvertible)?)]) throws {
        let values = columns.map(\.1)
        let statement = try statement(for: entry, columns: columns.map(\.0))
        if entry.isNew {
            try statement.execute(
                arguments: StatementArguments([entry.local, space.id, entry.row.bytes.blob] + values))
        } else {
            try statement.execute(arguments: StatementArguments(values + [entry.local]))
        }
    }

    /// The columns of a table are always the same, in the same order.
    private func statement(for entry: MergeEntry, columns: [String]) throws -> Statement {
        let name = entry.table?.name ?? "other"
        let key = entry.isNew ? name : name + " update"
        if let statement = statements[key] { return statement }
        let sql: String
        if entry.isNew {
            let marks = columns.map { _ in "?" }.joined(separator: ", ")
            sql = "INSERT INTO \(name) (id, space, rid, \(columns.joined(separator: ", "))) VALUES (?, ?, ?, \(marks))"
        } else {
            sql = "UPDATE \(name) SET \(columns.map { "\($0) = ?" }.joined(separator: ", ")) WHERE id = ?"
        }
        let statement = try db.cachedStatement(sql: sql)
        statements[key] = statement
        return statement
    }

    private func columns(
        of field: Field, _ entry: MergeEntry
    ) throws -> [(String, (any DatabaseValueConvertible)?)] {
        switch field.merge {
        case .register, .minimum:
            switch entry.value(field.id) {
            case .text(let text) where !field.isInteger: return [(field.name, text)]
            case .integer(let number) where field.isInteger: return [(field.name, number)]
            default: return [(field.name, nil)]
            }
        case .text: return [(field.name, entry.state.texts[field.id]?.text)]
        case .set:
            let members = entry.state.elements(of: field.id)
            return [(field.name, members.isEmpty ? nil : members.joined(separator: "\n"))]
        case .place:
            let place = entry.place
            let folder = try place.map { try local($0.folder, .folder) }
            return [("folder", folder), ("shown", folder), ("order_key", place?.key.bytes.blob)]
        case .rekey: return []
        }
    }

    private func writeTags(of entry: MergeEntry) throws {
        let tags = entry.state.elements(of: .tags)
        guard tags != entry.storedTags else { return }
        if !entry.isNew {
            try db.cachedStatement(sql: "DELETE FROM item_tag WHERE item = ?").execute(arguments: [entry.local])
        }
        let insert = try db.cachedStatement(sql: "INSERT INTO item_tag (item, tag) VALUES (?, ?)")
        for tag in tags { try insert.execute(arguments: [entry.local, tag]) }
        entries[entry.row]?.storedTags = tags
    }

    /// Where folders are, the tree says; their rows only show it.
    private func writePlaces(of folders: [MergeEntry], tree: FolderTree?) throws {
        guard !folders.isEmpty else { return }
        let places = try (tree ?? self.tree()).places
        for folder in folders {
            let place = places[folder.row]
            let key = place.map { folder.rekeyed($0.move.dot) ?? $0.key }
            try db.cachedStatement(sql: "UPDATE folder SET parent = ?, order_key = ? WHERE id = ?")
                .execute(arguments: [
                    try place.map { try local($0.parent, .folder) } ?? 0, key?.bytes.blob, folder.local,
                ])
        }
    }
}
