import TidemarkLibrary

/// Karakeep's JSON export. A bookmark in several lists becomes one bookmark in several folders; lists that are queries
/// hold nothing themselves.
enum KarakeepReader {
    static func records(of document: JSONValue) -> [ImportRecord] {
        let lists = document["lists"].array
        let byID = Dictionary(lists.map { ($0["id"].string, $0) }) { first, _ in first }
        var records: [ImportRecord] = []
        for list in lists {
            if list["type"].string == "smart" {
                records.append(
                    .skipping(line: list.line, reason: "It is a list by a query.", text: list["name"].string))
            } else {
                let path = ParentPaths.path(of: list["id"].string, in: byID)
                records.append(.folder(FolderRecord(path: path, note: list["description"].string, line: list.line)))
            }
        }
        for entry in document["bookmarks"].array { read(entry, byID, &records) }
        return records
    }

    private static func read(_ entry: JSONValue, _ lists: [String: JSONValue], _ records: inout [ImportRecord]) {
        let content = entry["content"]
        let url = content["url", "sourceUrl"].text ?? entry["url"].string
        guard !url.isEmpty else {
            let text = entry["title"].text ?? content["text", "fileName"].string
            records.append(
                .skipping(line: entry.line, reason: "It is a text or a file without an address.", text: text))
            return
        }
        var record = BookmarkRecord(url: url, title: entry["title"].text ?? content["title"].string, line: entry.line)
        record.note = entry["note"].string
        record.tags = Tags.unique(entry["tags"].array.compactMap { $0.text ?? $0["name"].text })
        record.addedAt = DateText.milliseconds(entry["createdAt"])
        record.modifiedAt = DateText.milliseconds(entry["modifiedAt"])
        record.archived = entry["archived"].flag ?? false
        record.favourite = entry["favourited"].flag ?? false
        if let id = entry["id"].text { record.origin = "karakeep:\(id)" }
        for highlight in entry["highlights"].array {
            let quote = highlight["text"].string
            guard !quote.isEmpty else { continue }
            record.highlights.append(
                HighlightRecord(
                    quote: quote, note: highlight["note"].string, position: highlight["startOffset"].text,
                    colour: highlight["color"].text, addedAt: DateText.milliseconds(highlight["createdAt"])))
        }
        let places = entry["lists"].array.compactMap { $0.text ?? $0["id"].text }.filter {
            lists[$0]?["type"].string != "smart" && lists[$0] != nil
        }
        for place in places.isEmpty ? [""] : places {
            record.folder = ParentPaths.path(of: place, in: lists)
            records.append(.bookmark(record))
        }
    }
}
