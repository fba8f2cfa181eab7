import TidemarkLibrary

/// Reads our own `export --format json` again. What is in the trash stays out; the catalogue is imported from its folder.
enum TidemarkReader {
    static func records(of document: JSONValue) -> [ImportRecord] {
        var records: [ImportRecord] = []
        for folder in document["folders"].array {
            let path = FolderNames.path(folder["path"].array.map(\.string))
            guard !path.isEmpty else { continue }
            records.append(
                .folder(
                    FolderRecord(
                        path: path, note: folder["note"].string, addedAt: folder["addedAt"].integer, line: folder.line))
            )
        }
        for entry in document["bookmarks"].array {
            let record = record(entry)
            guard entry["trashed"].flag != true else {
                records.append(.skipping(line: entry.line, reason: "It was in the trash.", text: record.url))
                continue
            }
            let folders = entry["folders"].array
            for folder in folders.isEmpty ? [.null] : folders {
                var placed = record
                placed.folder = FolderNames.path(folder.array.map(\.string))
                records.append(.bookmark(placed))
            }
        }
        return records
    }

    private static func record(_ entry: JSONValue) -> BookmarkRecord {
        var record = BookmarkRecord(url: entry["url"].string, title: entry["title"].string, line: entry.line)
        record.note = entry["note"].string
        record.tags = Tags.unique(entry["tags"].array.map(\.string))
        record.addedAt = entry["addedAt"].integer
        record.unread = entry["unread"].flag ?? false
        record.favourite = entry["favourite"].flag ?? false
        record.archived = entry["archived"].flag ?? false
        record.isPrivate = entry["private"].flag
        record.progress = entry["progress"].integer.flatMap { (0...100).contains($0) ? Int($0) : nil }
        record.origin = entry["origins"].array.first?.text
        record.highlights = entry["highlights"].array.map { highlight in
            HighlightRecord(
                quote: highlight["quote"].string, note: highlight["note"].string, position: highlight["position"].text,
                colour: highlight["colour"].text, addedAt: highlight["addedAt"].integer)
        }
        return record
    }
}
