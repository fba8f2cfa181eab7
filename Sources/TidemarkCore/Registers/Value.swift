/// A table of the replicated schema, by number. Numbers are never used twice.
package struct KindID: Hashable, Comparable, Sendable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }
    package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// A field of a table, by number. Numbers are never used twice within a table.
package struct FieldID: Hashable, Comparable, Sendable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }
    package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }

    /// The cell of a row that holds its existence.
    package static let existence = FieldID(rawValue: 0)
    /// The cell of a row that holds its trash marks.
    package static let trash = FieldID(rawValue: 1)
}

/// What a register holds.
package enum Value: Hashable, Sendable {
    case null
    case text(String)
    case integer(Int64)
    case bytes([UInt8])
    case row(RowID)
    /// A parent and a place among its children, written as one.
    case place(RowID, OrderKey)
    /// A new order key for the move `of`; void once the row was moved again.
    case rekey(OrderKey, of: Dot)
    /// Everything that a trash mark's writer had seen.
    case context(VersionVector)
}

/// What names a row for ever: rows that it belongs to and a text, and the smallest number not taken by a row that has since
/// been given another name.
package struct NaturalKey: Hashable, Sendable {
    package var rows: [RowID]
    package var text: String
    package var number: UInt32

    package init(rows: [RowID] = [], text: String, number: UInt32 = 0) {
        self.rows = rows
        self.text = text
        self.number = number
    }
}

extension RowID {
    /// The parent of folders at the top.
    package static let root = RowID(high: 0, low: 0)
}
