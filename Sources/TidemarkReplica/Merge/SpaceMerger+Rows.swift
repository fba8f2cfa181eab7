import GRDB
import TidemarkCore
import TidemarkLibrary

/// How rows get out of SQLite and back.
extension SpaceMerger {
    enum StatementUse: Hashable {
        case select(Kind?)
        case insert(Kind?)
        case update(Kind?)
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
        return try select.first([.integer(space.id), .blob(row.bytes)]) { columns in
            let first = RowLayout.firstColumn
            var entry = MergeEntry(
                table: table, kind: kind, row: row, local: columns.integer(0) ?? 0, isNew: false,
                state: RowState(), wasTrashed: columns.integer(1) != 0)
            entry.state = try RowStateCoding.decode(
                columns.bytes(first + layout.state), context: codingContext,
                column: { try self.value($0, table, layout, columns) },
                text: { id in layout.place(of: id).flatMap { columns.text(first + $0) } ?? "" })
            if let text = columns.text(first + RowLayout.key) {
                let rows = try (table?.keyRows ?? []).enumerated().map { index, reference in
                    try self.row(columns.integer(first + RowLayout.keyRows + index) ?? 0, reference.kind)
                }
                entry.state.key = NaturalKey(
                    rows: rows, text: text,
                    number: UInt32(truncatingIfNeeded: columns.integer(first + RowLayout.keyNumber) ?? 0))
            }
            entry.storedTags = table?.kind == .item ? entry.state.elements(of: .tags) : []
            entry.storedText = layout.searched.map { SQLValue(columns.text(first + $0)) }
            return entry
        }
    }

    private func value(
        _ id: FieldID, _ table: TableSchema?, _ layout: RowLayout, _ columns: SQLColumns
    ) throws -> Value {
        guard let field = table?.field(id), let place = layout.place(of: id) else {
            throw ReplicaError.damaged("a value of an unknown field")
        }
        let column = RowLayout.firstColumn + place
        if field.merge == .place {
            guard let folder = columns.integer(column), let key = OrderKey(bytes: columns.bytes(column + 2)) else {
                throw ReplicaError.damaged("the place of a bookmark")
            }
            return .place(try row(folder, .folder), key)
        }
        if field.isInteger { return columns.integer(column).map(Value.integer) ?? .null }
        return columns.text(column).map(Value.text) ?? .null
    }

    // MARK: Writing

    func save(_ slot: RowSlot) throws {
        let entry = slot.entry
        let layout = RowLayout.of(entry.table)
        let values = try values(of: entry)
        if entry.isNew {
            try statement(.insert(entry.table?.kind), layout.insertion)
                .run([.integer(entry.local), .integer(space.id), .blob(entry.row.bytes)] + values)
        } else {
            try statement(.update(entry.table?.kind), layout.update).run(values + [.integer(entry.local)])
        }
        guard entry.table?.kind == .item else { return }
        slot.entry.storedTags = try saveTags(of: entry)
        let text = layout.searched.map { values[$0] }
        try index(text, of: entry)
        slot.entry.storedText = text
    }

    private func values(of entry: MergeEntry) throws -> [SQLValue] {
        let key = entry.state.key
        var values: [SQLValue] = [
            .integer(entry.state.exists ? 1 : 0), .integer(Int64(entry.conflicts(since: shadowHorizon))),
            SQLValue(key?.text),
            .integer(Int64(key?.number ?? 0)),
        ]
        if let table = entry.table {
            for (index, reference) in table.keyRows.enumerated() {
                let row = key.flatMap { $0.rows.indices.contains(index) ? $0.rows[index] : nil }
                values.append(SQLValue(try row.map { try local($0, reference.kind) }))
            }
            for field in table.fields { try append(field, of: entry, to: &values) }
        } else {
            values.append(.integer(Int64(entry.kind.rawValue)))
        }
        let state = try RowStateCoding.encode(
            entry.state, context: codingContext, isInColumn: entry.isInColumn, textColumn: entry.isTextColumn)
        values.append(.blob(state))
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
        case .text: values.append(SQLValue(entry.state.texts[field.id]?.text))
        case .set:
            let members = entry.state.elements(of: field.id)
            values.append(members.isEmpty ? .null : .text(members.joined(separator: "\n")))
        case .place:
            let place = entry.place
            let folder = SQLValue(try place.map { try local($0.folder, .folder) })
            values += [folder, folder, SQLValue(place?.key.bytes)]
        case .rekey: break
        }
    }

    private func saveTags(of entry: MergeEntry) throws -> [String] {
        let tags = entry.state.elements(of: .tags)
        guard tags != entry.storedTags else { return tags }
        if !entry.isNew {
            try statement(.deleteTags, "DELETE FROM item_tag WHERE item = ?").run([.integer(entry.local)])
        }
        let insert = try statement(.insertTag, "INSERT INTO item_tag (item, tag) VALUES (?, ?)")
        for tag in tags { try insert.run([.integer(entry.local), .text(tag)]) }
        return tags
    }

    /// Keeps the search index level with an item.
    ///
    /// No trigger does this: inside one, SQLite makes FTS5 write its pending words to disk at each statement, which was a
    /// third of an import.
    private func index(_ text: [SQLValue], of entry: MergeEntry) throws {
        if !entry.isNew {
            guard text != entry.storedText else { return }
            let unindex = try statement(
                .unindex,
                "INSERT INTO item_text (item_text, rowid, title, url, note, tags) VALUES ('delete', ?, ?, ?, ?, ?)")
            try unindex.run([.integer(entry.local)] + entry.storedText)
        }
        let index = try statement(
            .index, "INSERT INTO item_text (rowid, title, url, note, tags) VALUES (?, ?, ?, ?, ?)")
        try index.run([.integer(entry.local)] + text)
    }
}
