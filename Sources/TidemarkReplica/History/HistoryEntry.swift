/// One change of a bookmark, as its history tells it.
package struct HistoryEntry: Sendable, Codable, Equatable {
    package enum Change: String, Sendable, Codable {
        case made
        /// A field has a value from then on.
        case set
        case cleared
        /// Something was counted that many times.
        case counted
        /// Words came into a text, or went from it.
        case edited
        case tagged
        case untagged
        /// The bookmark stands in a folder, besides others.
        case placed
        /// It went from one folder to another.
        case moved
        /// It went to another place in its folder.
        case reordered
        /// It left a folder.
        case removed
        case highlighted
        case trashed
        case restored
        /// A folder that it stood in went to the trash, or came back.
        case folderTrashed = "folder-trashed"
        case folderRestored = "folder-restored"
    }

    /// What became of a value.
    package enum Fate: String, Sendable, Codable {
        /// It is what is shown, or part of it.
        case shown
        /// A later write replaced it.
        case replaced
        /// A concurrent write won.
        case lost
    }

    /// Milliseconds since 1970, as the writer's clock or an import's source has it; nil where the source gave no date.
    package let at: Int64?
    package let author: Author
    /// What else has this is one action.
    package let action: String
    package let change: Change
    /// The field's name in the schema, for what changes one.
    package let field: String?
    package let value: String?
    /// What an edit of a text took away; `value` is what it brought.
    package let removed: String?
    /// The folders on the way to the one that it is about.
    package let folder: [String]?
    package let fate: Fate?
}

/// Who wrote something.
package struct Author: Sendable, Codable, Equatable {
    /// The device's name; nil where the membership log does not tell.
    package let device: String?
    /// The person, as a fingerprint.
    package let person: String?
    package let isThisDevice: Bool
}
