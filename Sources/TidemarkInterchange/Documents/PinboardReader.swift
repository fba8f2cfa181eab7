import TidemarkLibrary

/// Pinboard's JSON export: titles are called "description", notes "extended", tags stand between spaces.
enum PinboardReader {
    static func records(of document: JSONValue) -> [ImportRecord] {
        document.array.map { entry in
            var record = BookmarkRecord(url: entry["href"].string, title: entry["description"].string, line: entry.line)
            record.note = entry["extended"].string
            record.tags = Tags.unique(entry["tags"].string.split(separator: " "))
            record.addedAt = DateText.milliseconds(entry["time"])
            record.unread = entry["toread"].flag ?? false
            record.isPrivate = entry["shared"].flag.map { !$0 }
            if let hash = entry["hash"].text { record.origin = "pinboard:\(hash)" }
            return .bookmark(record)
        }
    }
}
