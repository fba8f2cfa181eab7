import TidemarkLibrary

/// What the columns of a table mean.
struct CSVLayout {
    static let addressNames = ["url", "href", "link", "address", "uri"]

    /// Columns by lower-cased name; of repeated ones the first.
    let columns: [String: Int]
    private let format: ImportFormat

    /// `nil` where no column holds addresses.
    init?(header: [String], format: ImportFormat) {
        columns = Dictionary(header.enumerated().map { (Self.name($1), $0) }) { first, _ in first }
        self.format = format
        guard Self.addressNames.contains(where: { columns[$0] != nil }) else { return nil }
    }

    static func name(_ text: String) -> String { text.lowercased() }

    func records(_ row: CSVRow) -> [ImportRecord] {
        var record = BookmarkRecord(url: row[Self.addressNames], title: row["title", "name"], line: row.line)
        switch format {
        case .pocket: readPocket(row, &record)
        case .instapaper: readInstapaper(row, &record)
        case .raindrop: readRaindrop(row, &record)
        case .readwise:
            if row["location"].lowercased() == "feed" {
                return [.skipping(line: row.line, reason: "It came in by a feed and was not saved.", text: record.url)]
            }
            readReadwise(row, &record)
        case .matter: readMatter(row, &record)
        default: readAny(row, &record)
        }
        // Pocket writes the address where a page has no title.
        if record.title == record.url { record.title = "" }
        return [.bookmark(record)]
    }

    private func readPocket(_ row: CSVRow, _ record: inout BookmarkRecord) {
        record.addedAt = DateText.milliseconds(row["time_added"])
        record.tags = Tags.unique(row["tags"].split(separator: "|"))
        switch row["status"].lowercased() {
        case "archive", "archived", "1": record.archived = true
        case "unread", "0": record.unread = true
        default: break
        }
    }

    /// The first three "folders" are states.
    private func readInstapaper(_ row: CSVRow, _ record: inout BookmarkRecord) {
        switch row["folder"] {
        case "Unread": record.unread = true
        case "Archive": record.archived = true
        case "Starred": record.favourite = true
        case "": break
        case let name: record.folder = [name]
        }
        record.note = row["selection"]
        record.addedAt = DateText.milliseconds(row["timestamp"])
        record.tags = Tags.list(row["tags"])
    }

    /// A folder is a path joined by " / "; a slash without spaces is part of a name.
    private func readRaindrop(_ row: CSVRow, _ record: inout BookmarkRecord) {
        let folder = row["folder"]
        if folder != "Unsorted" { record.folder = FolderNames.path(folder.split(separator: " / ").map(String.init)) }
        record.note = Tags.paragraphs(row["note"], row["excerpt"])
        record.tags = Tags.unique(row["tags"].split(separator: ","))
        record.addedAt = DateText.milliseconds(row["created"])
        record.favourite = row.flag("favorite") ?? false
        record.highlights = RaindropHighlights.read(row["highlights"])
        if !row["id"].isEmpty { record.origin = "raindrop:\(row["id"])" }
    }

    private func readReadwise(_ row: CSVRow, _ record: inout BookmarkRecord) {
        record.tags = Tags.list(row["document tags"])
        record.addedAt = DateText.milliseconds(row["saved date"])
        if let part = Double(row["reading progress"]), part > 0 {
            record.progress = Int((min(part, 1) * 100).rounded())
        }
        switch row["location"].lowercased() {
        case "archive": record.archived = true
        case "new", "later", "shortlist": record.unread = row.flag("seen") != true && record.progress == nil
        default: break
        }
        if !row["id"].isEmpty { record.origin = "readwise:\(row["id"])" }
    }

    /// What has left the queue is archived.
    private func readMatter(_ row: CSVRow, _ record: inout BookmarkRecord) {
        record.tags = Tags.unique(row["tags"].split(separator: ";"))
        record.favourite = row.flag("favorited") ?? false
        record.archived = row.flag("in queue") == false
        record.unread = row.flag("in queue") == true && row.flag("read") != true
        if row.flag("read") == true { record.progress = 100 }
        record.addedAt = DateText.milliseconds(row["saved date", "last interaction date"])
        if !row["file id"].isEmpty { record.origin = "matter:\(row["file id"])" }
    }

    /// Our own columns, and what others usually call theirs.
    private func readAny(_ row: CSVRow, _ record: inout BookmarkRecord) {
        record.note = row["note", "notes", "description", "comment"]
        record.tags = Tags.list(row["tags", "labels", "keywords"])
        record.folder = FolderNames.path(FolderPathText.names(row["folder", "folders", "collection"]))
        record.addedAt = DateText.milliseconds(
            row["added", "created", "date", "created_at", "time_added", "date_added"])
        record.unread = row.flag("unread", "toread") ?? false
        record.favourite = row.flag("favourite", "favorite", "starred") ?? false
        record.archived = row.flag("archived", "archive") ?? false
        record.isPrivate = row.flag("private")
        record.progress = Int(row["progress"]).flatMap { (0...100).contains($0) ? $0 : nil }
    }
}
