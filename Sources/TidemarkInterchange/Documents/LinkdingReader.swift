import TidemarkLibrary

/// What linkding's REST interface answers to `GET /api/bookmarks/`: one page of it, or its bookmarks alone.
enum LinkdingReader {
    static func records(of document: JSONValue) -> [ImportRecord] {
        var records: [ImportRecord] = (document.isArray ? document : document["results"]).array.map { entry in
            var record = BookmarkRecord(
                url: entry["url"].string, title: entry["title", "website_title"].string, line: entry.line)
            if record.title.isEmpty { record.title = entry["website_title"].string }
            record.note = Tags.paragraphs(entry["description"].string, entry["notes"].string)
            record.tags = Tags.unique(entry["tag_names"].array.compactMap(\.text))
            record.addedAt = DateText.milliseconds(entry["date_added"])
            record.modifiedAt = DateText.milliseconds(entry["date_modified"])
            record.unread = entry["unread"].flag ?? false
            record.archived = entry["is_archived"].flag ?? false
            record.isPrivate = entry["shared"].flag.map { !$0 }
            if let id = entry["id"].text { record.origin = "linkding:\(id)" }
            return .bookmark(record)
        }
        if case .string(let next) = document["next"] {
            records.append(
                .skipping(
                    line: document.line, reason: "This is one page of several: fetch the next and import it as well.",
                    text: next))
        }
        return records
    }
}
