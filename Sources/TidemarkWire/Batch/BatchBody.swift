package import TidemarkCore

/// What a batch says, as a value. `BatchBody+Encoding` and `+Decoding` turn it into columns and back.
///
/// Invariant: operations are of `writer`, ascending by number, inside `range`; a row of a `create` op has the id of its key.
package struct BatchBody: Hashable, Sendable {
    package let space: SpaceID
    package let writer: WriterID
    package let range: ClosedRange<UInt64>
    /// Membership entries that the writer had seen.
    package let members: UInt64
    package let operations: [Op]

    package init(
        space: SpaceID, writer: WriterID, range: ClosedRange<UInt64>, members: UInt64, operations: [Op]
    ) {
        self.space = space
        self.writer = writer
        self.range = range
        self.members = members
        self.operations = operations
    }

    /// The newest stamp inside.
    package var newest: Stamp { operations.map(\.stamp).max() ?? Stamp(rawValue: 0) }
}

/// Numbers of op kinds and value types on the wire.
enum OpCode {
    static let create: UInt32 = 1
    static let set: UInt32 = 2
    static let lower: UInt32 = 3
    static let seed: UInt32 = 4
    static let add: UInt32 = 5
    static let remove: UInt32 = 6
    static let move: UInt32 = 7
    static let trash: UInt32 = 8
    static let count: UInt32 = 11
    static let text: UInt32 = 12
    static let edit: UInt32 = 9
}

enum ValueCode {
    static let null: UInt32 = 0
    static let text: UInt32 = 1
    static let integer: UInt32 = 2
    static let bytes: UInt32 = 3
    static let row: UInt32 = 4
    static let place: UInt32 = 5
    static let rekey: UInt32 = 6
    static let context: UInt32 = 7
    /// The text of the row's own natural key, which stands in the row dictionary.
    static let keyText: UInt32 = 8
}
