package import TidemarkLibrary

/// A bookmark with all of its parts, as exports write it.
package struct ShelfEntry: Sendable, Codable, Equatable {
    /// 32 hexadecimal digits.
    package let id: String
    package let url: String
    package let title: String
    package let note: String
    package let tags: [String]
    /// Paths of the folders that show it; a top-level place is an empty path. None: unfiled.
    package let folders: [[String]]
    /// Milliseconds since 1970.
    package let addedAt: Int64?
    package let unread: Bool
    package let favourite: Bool
    package let archived: Bool
    /// What its source said of who may see it.
    package let `private`: Bool?
    /// In percent.
    package let progress: Int?
    /// How often it was opened.
    package let opens: Int
    /// What sources call it, as "source:name".
    package let origins: [String]
    package let highlights: [HighlightRecord]
    package let trashed: Bool
}

/// A folder with what belongs to it alone, as exports write it.
package struct ShelfFolderEntry: Sendable, Codable, Equatable {
    package let path: [String]
    package let note: String
    /// Milliseconds since 1970.
    package let addedAt: Int64?
}
