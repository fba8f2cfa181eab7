package import Foundation
import GRDB
import TidemarkCore
package import TidemarkLibrary

/// A bookmark as people see it.
package struct Bookmark: Sendable, Codable, Equatable {
    /// 32 hexadecimal digits; commands take any beginning of at least four.
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
    package let trashed: Bool
    /// Whether a folder of it is in the trash and it was kept out because of a change made meanwhile.
    package let rescued: Bool
    /// Whether another device put it into the trash among so many that the deletion waits for a decision here.
    package let held: Bool
    /// Values that lost against concurrent changes and are kept.
    package let conflicts: Int
    /// How often it was opened, on all devices together.
    package let opens: Int

    package var shortID: String { String(id.prefix(8)) }

    init(_ row: Row, places: [Place]) {
        id = hexadecimal(row.bytes("rid"))
        url = row["url"] ?? ""
        title = row["title"] ?? ""
        note = row["note"] ?? ""
        tags = (row["tags"] as String?)?.split(separator: "\n").map(String.init) ?? []
        folders = places.map(\.path)
        addedAt = row["added_at"]
        unread = (row["unread"] ?? 0) != 0
        favourite = (row["favourite"] ?? 0) != 0
        archived = (row["archived"] ?? 0) != 0
        trashed = row["trashed"] != 0
        rescued = places.contains(where: \.isRescued)
        held = row["held"] != 0 && !trashed
        conflicts = row["conflicts"]
        opens = row["opens"] ?? 0
    }

    struct Place {
        let path: [String]
        let isRescued: Bool
    }
}

/// Which bookmarks a list shows.
package struct BookmarkFilter: Sendable {
    /// Only what stands in this folder itself; the empty path is the top level.
    package var folder: [String]?
    package var tag: String?
    package var unreadOnly = false
    package var trash = false
    package var unfiledOnly = false
    /// What else must hold.
    package var query: Query?
    /// The query as typed, for errors.
    package var queryText = ""
    /// In which its dates are meant.
    package var zone = TimeZone.current
    package var limit: Int?

    package init() {}
}
