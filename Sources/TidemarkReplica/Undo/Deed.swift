/// Something that was done on this device and can be taken back.
package struct Deed: Sendable, Codable, Equatable {
    /// What `undo` takes.
    package let id: Int64
    /// Milliseconds since 1970.
    package let madeAt: Int64
    /// The command, or what else did it.
    package let label: String
    package let space: String
    /// Bookmarks, folders and other rows that it changed.
    package let size: Int
    /// The deed that this one took back, for an undo; or the undo that it took back again.
    package let undoes: Int64?
    /// Whether it is taken back now.
    package let isUndone: Bool
}

/// What taking back a deed came to.
package struct UndoReport: Sendable, Codable, Equatable {
    /// Something that was left as it is.
    package struct Kept: Sendable, Codable, Equatable {
        package let id: String
        package let kind: String
        /// What people see of it.
        package let name: String
        package let reason: String
    }

    /// The deed that was taken back.
    package let deed: Int64
    package let label: String
    /// The deed that this was: taking it back brings the other one back. Nil where nothing had to be done.
    package let undo: Int64?
    /// Rows changed.
    package let changed: Int
    package let kept: [Kept]
}
