package import TidemarkCore

/// The operations of one space under names that mean the same in every library: rows by their keys, operations by their
/// places in one causal order. What `Replica.archive` reads and `Replica.restore` writes.
///
/// Invariant: an operation names only operations before it; a row's key names only rows before it.
package struct ArchivedSpace: Sendable, Equatable {
    /// Stands for any writer in the changes of texts.
    package static let writer = WriterID(high: 0, low: 0)

    package var rows: [ArchivedRow]
    package var operations: [ArchivedOperation]

    package init(rows: [ArchivedRow] = [], operations: [ArchivedOperation] = []) {
        self.rows = rows
        self.operations = operations
    }
}

/// A row that operations name.
package struct ArchivedRow: Sendable, Equatable {
    package enum Name: Sendable, Equatable {
        /// The key that it was made under: places of rows, nil for the root, and the rest.
        case key(rows: [Int?], text: String, number: UInt32)
        /// The same with this person's own id for the text: a vote's.
        case ownKey(rows: [Int?], number: UInt32)
        /// No operation says what it was made as.
        case id(RowID)
    }

    package let kind: KindID
    package let name: Name

    package init(kind: KindID, name: Name) {
        self.kind = kind
        self.name = name
    }
}

/// An operation; its number is its place, from 1.
package struct ArchivedOperation: Sendable, Equatable {
    package enum Change: Sendable, Equatable {
        case create
        case set(FieldID, ArchivedValue)
        case lower(FieldID, Int64)
        case count(FieldID, by: Int64)
        case seed(FieldID, String)
        /// Characters are those of operations by their places: of `ArchivedSpace.writer`.
        case edit(FieldID, TextChange)
        case add(FieldID, String)
        case remove(FieldID, String)
        case move(parent: Int?, OrderKey)
        /// Ranges of operations that its writer had seen, ascending.
        case trash([ClosedRange<Int>])
    }

    package let stamp: Stamp
    /// The number of the first operation of its deed.
    package let action: Int
    package let row: Int
    package let change: Change
    package let seen: [Int]

    package init(stamp: Stamp, action: Int, row: Int, change: Change, seen: [Int]) {
        self.stamp = stamp
        self.action = action
        self.row = row
        self.change = change
        self.seen = seen
    }
}

/// A value with rows and operations by their places; nil for the root.
package enum ArchivedValue: Sendable, Equatable {
    case null
    case text(String)
    case integer(Int64)
    case bytes([UInt8])
    case row(Int?)
    case place(Int?, OrderKey)
    case rekey(OrderKey, of: Int)
    case context([ClosedRange<Int>])
}
