import Foundation

/// The workload as a file that a browser might have exported.
enum BookmarkFile {
    static func write(_ bookmarks: [Workload.Bookmark], to path: String) throws {
        var folders: [String] = []
        var members: [String: [Int]] = [:]
        for (index, bookmark) in bookmarks.enumerated() {
            if members[bookmark.folder] == nil { folders.append(bookmark.folder) }
            members[bookmark.folder, default: []].append(index)
        }
        var text =
            "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<META HTTP-EQUIV=\"Content-Type\" CONTENT=\"text/html; charset=UTF-8\">\n"
        text += "<TITLE>Bookmarks</TITLE>\n<H1>Bookmarks</H1>\n<DL><p>\n"
        for folder in folders {
            text += "<DT><H3>\(folder)</H3>\n<DL><p>\n"
            for index in members[folder] ?? [] {
                let bookmark = bookmarks[index]
                let tags = bookmark.tags.joined(separator: ",")
                text +=
                    "<DT><A HREF=\"\(bookmark.url)\" ADD_DATE=\"\(bookmark.created / 1000)\" TAGS=\"\(tags)\">\(bookmark.title)</A>\n"
                text += "<DD>\(bookmark.note)\n"
            }
            text += "</DL><p>\n"
        }
        text += "</DL><p>\n"
        try Data(text.utf8).write(to: URL(filePath: path))
    }
}
