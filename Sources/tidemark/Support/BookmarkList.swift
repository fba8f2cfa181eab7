import Foundation
import TidemarkInterchange
import TidemarkReplica

/// Lists of bookmarks: a table on a terminal, lines with tabs in a pipe, or JSON.
struct BookmarkList {
    private struct Document: Encodable {
        let schema = "tidemark.bookmarks/0"
        let bookmarks: [Bookmark]
        let folders: [TrashedFolder]?
        /// Why there is nothing: "empty", "filtered", "receiving", "locked" or "damaged".
        let state: ReplicaState?
    }

    /// A folder in the trash.
    struct TrashedFolder: Encodable {
        let id: String
        let title: String
    }

    let bookmarks: [Bookmark]
    /// Nil where the list is not that of the trash.
    var trashedFolders: [TrashedFolder]?
    /// Why nothing is listed.
    var emptiness: Emptiness?

    func print(to console: Console) throws {
        if console.isJSON {
            return try console.print(
                json: Document(bookmarks: bookmarks, folders: trashedFolders, state: emptiness?.state))
        }
        if !Terminal.isTerminal(1) { return try printLines(to: console) }
        var table = TextTable([
            .init("ID", minimum: 8), .init("Title", minimum: 16, weight: 3), .init("Site", minimum: 8, weight: 2),
            .init("Tags", minimum: 6), .init("Folder", minimum: 8),
        ])
        for folder in trashedFolders ?? [] {
            table.add([(String(folder.id.prefix(8)), "2"), (folder.title + "/", "1"), ("", nil), ("", nil), ("", nil)])
        }
        for bookmark in bookmarks {
            let title = bookmark.title.isEmpty ? bookmark.url : bookmark.title
            let mark = bookmark.conflicts > 0 ? "! " : ""
            table.add([
                (bookmark.shortID, "2"), (mark + title, bookmark.unread ? "1" : nil),
                (Self.host(of: bookmark.url), nil),
                (bookmark.tags.joined(separator: ", "), "36"), (Self.folders(of: bookmark), "2"),
            ])
        }
        if !bookmarks.isEmpty || trashedFolders?.isEmpty == false {
            try table.print(to: console, width: Terminal.width)
        }
    }

    /// id, title, address, tags, folders: nothing is cut, and tabs and line feeds inside become spaces.
    private func printLines(to console: Console) throws {
        for folder in trashedFolders ?? [] {
            try console.print([folder.id, Self.field(folder.title) + "/", "", "", ""].joined(separator: "\t"))
        }
        for bookmark in bookmarks {
            let fields = [
                bookmark.id, bookmark.title, bookmark.url, bookmark.tags.joined(separator: ","),
                Self.folders(of: bookmark),
            ]
            try console.print(fields.map(Self.field).joined(separator: "\t"))
        }
    }

    private static func field(_ text: String) -> String { CellText.line(text) }

    static func folders(of bookmark: Bookmark) -> String {
        bookmark.folders.map { FolderPath($0).text }.joined(separator: ", ")
    }

    /// The host without "www."; the scheme of what has none.
    static func host(of url: String) -> String {
        guard let parsed = URL(string: url), let host = parsed.host, !host.isEmpty else {
            return url.firstIndex(of: ":").map { String(url[...$0]) } ?? ""
        }
        return host.hasPrefix("www.") ? String(host.dropFirst(4)) : host
    }
}
