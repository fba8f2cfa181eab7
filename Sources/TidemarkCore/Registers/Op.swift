/// One change of one cell, set or node: the unit that is numbered, stamped, merged and never lost.
package struct Op: Hashable, Sendable {
    package enum Change: Hashable, Sendable {
        /// The row exists: written when it is made, made again, or taken out of the trash.
        case create(NaturalKey)
        /// Last writer wins.
        case set(FieldID, Value)
        /// The smallest value wins.
        case lower(FieldID, Int64)
        /// The writer's part of a counter is `to` from now on, `by` more than before. A counter is the sum of its writers' parts.
        case count(FieldID, by: Int64, to: Int64)
        /// The first text of a field. Not empty, and of at most `FieldText.maximumSeed` bytes.
        case seed(FieldID, String)
        /// A change of a text. What others do to it at the same time is merged with it, character by character.
        case edit(FieldID, TextChange)
        /// All that became of a text that was edited. No device writes this: it stands for many ops in a snapshot.
        indirect case text(FieldID, TextSequence)
        /// Add-wins set.
        case add(FieldID, String)
        case remove(FieldID, String)
        /// A folder goes under another one.
        case move(parent: RowID, OrderKey)
        /// The row goes to the trash, as far as its writer had seen it.
        case trash(VersionVector)
    }

    package let dot: Dot
    package var stamp: Stamp
    /// Number of the first op of the deed that this op belongs to; `undo` undoes a deed.
    package let action: UInt64
    package let kind: KindID
    package let row: RowID
    package let change: Change
    /// The operations on this row that this one replaces, as its writer saw them: the causal context, no wider than needed.
    package let seen: [Dot]

    package init(
        dot: Dot, stamp: Stamp, action: UInt64, kind: KindID, row: RowID, change: Change, seen: [Dot] = []
    ) {
        self.dot = dot
        self.stamp = stamp
        self.action = action
        self.kind = kind
        self.row = row
        self.change = change
        self.seen = seen
    }

    package var version: Version { Version(stamp, dot) }
}
