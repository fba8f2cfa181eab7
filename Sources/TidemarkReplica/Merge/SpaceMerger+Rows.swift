import GRDB
import TidemarkCore
import TidemarkLibrary

/// How rows get out of SQLite and back.
extension SpaceMerger {
    enum StatementUse: Hashable {
        case select(Kind?)
        case page(Kind?)
        case unsettled(Kind?)
        case range(Kind?)
        case insert(Kind?)
        /// - Parameter columns: a bit for each place of a column.
        case update(Kind?, columns: UInt64)
        case deleteTags
        case insertTag
        case unindex
        case index
    }

    private func statement(_ use: StatementUse, _ sql: @autoclosure () -> String) throws -> Statement {
        if let statement = statements[use] { return statement }
        let statement = try db.cachedStatement(sql: sql())
        statements[use] = statement
        return statement
    }

    private var codingContext: RowStateCoding.Context {
        RowStateCoding.Context(
            number: { [writers] in try writers.number(of: $0) }, writer: { [writers] in try writers.writer($0) })
    }

    // MARK: Reading

    func load(_ row: RowID, kind: KindID, table: TableSchema?) throws -> MergeEntry? {
        let layout = RowLayout.of(table)
        let select = try statement(.select(table?.kind), layout.selection)
        return try select.first([.integer(space.id), .blob(row.bytes)]) {
            try read($0, row: row, kind: kind, table, layout)
        }
    }

    /// The kinds of rows there are, those of later versions included.
    func kinds() throws -> [KindID] {
        try db.cachedStatement(sql: Self.kinds).all([.integer(space.id)]) {
            KindID(rawValue: UInt32(truncatingIfNeeded: $0.number(0)))
        }
    }

    private static let kinds =
        Kind.allCases.map { kind in
            "SELECT \(kind.id.rawValue) WHERE EXISTS (SELECT 1 FROM \(TableSchema.of(kind).name) WHERE space = ?1) UNION "
        }.joined() + "SELECT kind FROM other WHERE space = ?1 ORDER BY 1"

    /// Rows that are in memory at once.
    private static let page = 2048

    /// Rows behind a primary key, in their order, at most `page`. What is not written yet is not seen.
    ///
    /// - Parameter unsettled: Whether rows are left out of which nothing will ever be forgotten.
    func page(of kind: KindID, after local: Int64, unsettled: Bool = false) throws -> [MergeEntry] {
        let table = space.schema.table(kind)
        let layout = RowLayout.of(table)
        let statement =
            unsettled
            ? try statement(.unsettled(table?.kind), layout.unsettled)
            : try statement(.page(table?.kind), layout.page)
        return try rows(statement, [.integer(space.id), .integer(local)], kind, table, layout)
    }

    /// Hands over such rows a page at a time: what `body` writes may be evicted behind each.
    func forEachPage(
        of kind: KindID, after local: Int64 = 0, unsettled: Bool = false, _ body: ([MergeEntry]) throws -> Void
    ) throws {
        var last = local
        while true {
            let rows = try page(of: kind, after: last, unsettled: unsettled)
            try body(rows)
            guard rows.count == Self.page, let end = rows.last?.local else { return }
            last = end
        }
    }

    /// The same for rows whose ids begin with some bytes, in the order of their ids.
    func forEachPage(of kind: KindID, prefix: [UInt8], _ body: ([MergeEntry]) throws -> Void) throws {
        let table = space.schema.table(kind)
        let layout = RowLayout.of(table)
        let bounds = RowID.range(prefix)
        var last = bounds.before
        while true {
            let rows = try rows(
                statement(.range(table?.kind), layout.range),
                [.integer(space.id), .blob(last?.bytes ?? []), .blob(bounds.last.bytes)], kind, table, layout)
            try body(rows)
            guard rows.count == Self.page, let end = rows.last?.row else { return }
            last = end
        }
    }

    private func rows(
        _ statement: Statement, _ arguments: [SQLValue], _ kind: KindID, _ table: TableSchema?, _ layout: RowLayout
    ) throws -> [MergeEntry] {
        let kinds = table == nil ? [SQLValue.integer(Int64(kind.rawValue))] : []
        return try statement.all(arguments + kinds + [.integer(Int64(Self.page))]) { columns in
            guard let row = RowID(bytes: columns.bytes(RowLayout.firstColumn + layout.columns.count)) else {
                throw ReplicaError.damaged("a row's id")
            }
            let entry = try read(columns, row: row, kind: kind, table, layout)
            if let table { note(entry.local, of: row, table.kind) }
            return entry
        }
    }

    private func read(
        _ columns: SQLColumns, row: RowID, kind: KindID, _ table: TableSchema?, _ layout: RowLayout
    ) throws -> MergeEntry {
        let first = RowLayout.firstColumn
        let stored = (0..<layout.state).map { columns.value(first + $0) }
        var entry = MergeEntry(
            table: table, kind: kind, row: row, local: columns.integer(0) ?? 0, isNew: false, state: RowState(),
            stored: stored, wasTrashed: columns.integer(1) != 0)
        entry.state = try RowStateCoding.decode(
            columns.bytes(first + layout.state), context: codingContext,
            column: { try self.value($0, table, layout, stored) },
            text: { id in layout.place(of: id).flatMap { stored[$0].text } ?? "" })
        if let text = stored[RowLayout.key].text {
            let rows = try (table?.keyRows ?? []).enumerated().map { index, reference in
                try self.row(stored[RowLayout.keyRows + index].integer ?? 0, reference.kind)
            }
            entry.state.key = NaturalKey(
                rows: rows, text: text,
                number: UInt32(truncatingIfNeeded: stored[RowLayout.keyNumber].integer ?? 0))
        }
        return entry
    }

    private func value(
        _ id: FieldID, _ table: TableSchema?, _ layout: RowLayout, _ stored: [SQLValue]
    ) throws -> Value {
        guard let field = table?.field(id), let place = layout.place(of: id) else {
            throw ReplicaError.damaged("a value of an unknown field")
        }
        if field.merge == .place {
            guard let folder = stored[place].integer, let key = stored[place + 2].bytes.flatMap(OrderKey.init(bytes:))
            else { throw ReplicaError.damaged("the place of a bookmark") }
            return .place(try row(folder, .folder), key)
        }
        // Of a text the column holds what is shown, which no single op has written.
        if field.merge == .text { return .null }
        if field.isInteger { return stored[place].integer.map(Value.integer) ?? .null }
        return stored[place].text.map(Value.text) ?? .null
    }

    // MARK: Writing

    func save(_ slot: RowSlot) throws {
        let entry = slot.entry
        let layout = RowLayout.of(entry.table)
        let values = try values(of: entry)
        let state = SQLValue.blob(
            try RowStateCoding.encode(
                entry.state, context: codingContext, isInColumn: entry.isInColumn, textColumn: entry.isTextColumn))
        if entry.isNew {
            try statement(.insert(entry.table?.kind), layout.insertion)
                .run([.integer(entry.local), .integer(space.id), .blob(entry.row.bytes)], values, [state])
        } else {
            // SQLite rewrites the entries of every index that names a column, whether or not its value differs.
            let changed = values.indices.filter { values[$0] != entry.stored[$0] || $0 == layout.shown }
            let columns = changed.reduce(UInt64(0)) { $0 | 1 << UInt64($1) }
            try statement(.update(entry.table?.kind, columns: columns), layout.update(changed + [layout.state]))
                .run(changed.map { values[$0] }, [state, .integer(entry.local)])
        }
        if entry.table?.kind == .item {
            try saveTags(of: entry, values, layout)
            try index(values, of: entry, layout)
        }
        slot.entry.stored = values
    }

    private func values(of entry: MergeEntry) throws -> [SQLValue] {
        let key = entry.state.key
        var values: [SQLValue] = [
            .integer(entry.state.exists ? 1 : 0), .integer(Int64(entry.conflicts(since: shadowHorizon))),
            .integer(entry.state.isUnsettled ? 1 : 0), SQLValue(key?.text), .integer(Int64(key?.number ?? 0)),
        ]
        values.reserveCapacity(RowLayout.of(entry.table).columns.count)
        if let table = entry.table {
            for (index, reference) in table.keyRows.enumerated() {
                let row = key.flatMap { $0.rows.indices.contains(index) ? $0.rows[index] : nil }
                values.append(SQLValue(try row.map { try local($0, reference.kind) }))
            }
            for field in table.fields { try append(field, of: entry, to: &values) }
        } else {
            values.append(.integer(Int64(entry.kind.rawValue)))
        }
        return values
    }

    private func append(_ field: Field, of entry: MergeEntry, to values: inout [SQLValue]) throws {
        switch field.merge {
        case .register, .minimum:
            switch entry.value(field.id) {
            case .text(let text) where !field.isInteger: values.append(.text(text))
            case .integer(let number) where field.isInteger: values.append(.integer(number))
            default: values.append(.null)
            }
        case .counter: values.append(SQLValue(entry.state.sum(of: field.id)))
        case .text: values.append(SQLValue(entry.state.texts[field.id]?.text))
        case .set:
            let members = entry.state.elements(of: field.id)
            values.append(members.isEmpty ? .null : .text(members.joined(separator: "\n")))
        case .place:
            let place = entry.place
            let folder = SQLValue(try place.map { try local($0.folder, .folder) })
            values += [folder, folder, SQLValue(place?.key.bytes)]
        case .rekey, .vector: break
        }
    }

    private func saveTags(of entry: MergeEntry, _ values: [SQLValue], _ layout: RowLayout) throws {
        guard let place = layout.place(of: .tags), entry.isNew || values[place] != entry.stored[place] else { return }
        if !entry.isNew {
            try statement(.deleteTags, "DELETE FROM item_tag WHERE item = ?").run([.integer(entry.local)])
        }
        let insert = try statement(.insertTag, "INSERT INTO item_tag (item, tag) VALUES (?, ?)")
        for tag in entry.state.elements(of: .tags) { try insert.run([.integer(entry.local), .text(tag)]) }
    }

    /// Keeps the search index level with an item.
    ///
    /// No trigger does this: inside one, SQLite makes FTS5 write its pending words to disk at each statement, which was a
    /// third of an import.
    private func index(_ values: [SQLValue], of entry: MergeEntry, _ layout: RowLayout) throws {
        let text = layout.searched.map { values[$0] }
        if !entry.isNew {
            let before = layout.searched.map { entry.stored[$0] }
            guard text != before else { return }
            let unindex = try statement(
                .unindex,
                "INSERT INTO item_text (item_text, rowid, title, url, note, tags) VALUES ('delete', ?, ?, ?, ?, ?)")
            try unindex.run([.integer(entry.local)], before)
        }
        let index = try statement(
            .index, "INSERT INTO item_text (rowid, title, url, note, tags) VALUES (?, ?, ?, ?, ?)")
        try index.run([.integer(entry.local)], text)
    }
}
