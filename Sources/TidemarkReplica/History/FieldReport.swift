/// Why a field of a bookmark shows what it shows.
package struct FieldReport: Sendable, Codable, Equatable {
    /// How concurrent writes of the field merge.
    package enum Rule: String, Sendable, Codable {
        case lastWrite = "last-write"
        case smallest
        case sum
        case mergedText = "merged-text"
        case addWins = "add-wins"
    }

    /// Something that is shown, with who wrote it.
    package struct Write: Sendable, Codable, Equatable {
        package let value: String
        /// Milliseconds since 1970; nil for an import without a date.
        package let at: Int64?
        package let author: Author
    }

    package let field: String
    package let rule: Rule
    /// What is shown; empty for nothing.
    package let value: String
    /// One for a register, one for each tag, place and part of a sum; of a text one for everybody who has written in it, the last one first,
    /// with what is shown of theirs. None where nobody has ever written it.
    package let writes: [Write]
    /// What lost in the last 90 days.
    package let lost: [Conflict]
}

/// The fields that `why` knows.
package enum ExplainedField: String, Sendable, CaseIterable {
    case url, title, note, tags, folder, unread, favourite, archived, progress, opens
    case isPrivate = "private"
    case addedAt = "added_at"
    case trash
}
