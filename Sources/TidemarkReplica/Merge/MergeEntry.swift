import TidemarkCore
import TidemarkLibrary

/// A row in the middle of a transaction: its merge state and where it stands in SQLite.
struct MergeEntry {
    /// Nil for a table of a later version.
    let table: TableSchema?
    let kind: KindID
    let row: RowID
    /// The primary key, given before the row is inserted so that others can point at it.
    let local: Int64
    var isNew: Bool
    var state: RowState
    /// What the columns of `RowLayout` hold, `state` excepted; empty for a row that is not stored yet.
    var stored: [SQLValue] = []
    /// Whether the row was in the trash when it was loaded.
    var wasTrashed = false
    /// Whether the transaction made the row.
    var wasNew = false
    /// Trash marks that do not count here, for all rows of the transaction.
    var heldMarks: HeldMarks?

    /// The newest value of a register.
    func value(_ field: FieldID) -> Value { state[field]?.winner.value ?? .null }

    func text(_ field: FieldID) -> String? {
        if let text = state.texts[field] { return text.text }
        if case .text(let text) = value(field) { return text }
        return nil
    }

    func integer(_ field: FieldID) -> Int64? {
        if case .integer(let number) = value(field) { return number }
        return nil
    }

    /// Whether the trash was emptied of it; of no meaning where it is not in the trash.
    var isErased: Bool { integer(.erased) == 1 }

    /// The place of a placement: the newest move, under the key that a rekeying gave that very move.
    var place: (folder: RowID, key: OrderKey)? {
        guard let cell = state[.place], case .place(let folder, let key) = cell.winner.value else { return nil }
        return (folder, rekeyed(cell.winner.version.dot) ?? key)
    }

    /// The key that replaces the one given by `move`, if that move was rekeyed. Rekeyings of other moves are void: none of them
    /// is in the way, whatever its stamp.
    func rekeyed(_ move: Dot) -> OrderKey? {
        guard let rekeyings = state[.rekey]?.candidates else { return nil }
        for rekeying in rekeyings.reversed() {
            if case .rekey(let key, of: move) = rekeying.value { return key }
        }
        return nil
    }

    /// The value that stands in the field's own column, if it can.
    func isInColumn(_ cell: RowState.Cell) -> Bool {
        guard cell.key.element == nil, let field = table?.field(cell.key.field) else { return false }
        switch (field.merge, cell.winner.value) {
        case (.register, .null), (.minimum, .null), (.text, .null): return true
        case (.register, .text): return !field.isInteger
        case (.register, .integer), (.minimum, .integer): return field.isInteger
        case (.place, .place): return state[.rekey] == nil
        default: return false
        }
    }

    func isTextColumn(_ field: FieldID) -> Bool {
        if case .text = table?.field(field)?.merge { return true }
        return false
    }
}
