import TidemarkLibrary

/// Linkwarden's JSON backup: collections that name their parents, with links inside. The pages' texts in it are passed over.
enum LinkwardenReader {
    static func records(of document: JSONValue) -> [ImportRecord] {
        let collections = document["collections"].array
        let byID = Dictionary(collections.map { ($0["id"].string, $0) }) { first, _ in first }
        let pinned = Set(document["pinnedLinks"].array.map { $0["id"].string })
        var records: [ImportRecord] = []
        var contents = 0
        for collection in collections {
            let path = ParentPaths.path(of: collection["id"].string, in: byID)
            records.append(
                .folder(
                    FolderRecord(
                        path: path.isEmpty ? ["Unnamed folder"] : path, note: collection["description"].string,
                        addedAt: DateText.milliseconds(collection["createdAt"]), line: collection.line)))
            for link in collection["links"].array {
                if case .skipped(let bytes) = link["textContent"], bytes > "null".utf8.count { contents += 1 }
                records.append(record(link, path: path, isPinned: pinned.contains(link["id"].string)))
            }
        }
        if contents > 0 {
            records.append(
                .skipping(
                    line: document.line, reason: "The kept texts of \(contents) pages are not imported.",
                    text: "textContent"))
        }
        return records
    }

    private static func record(_ link: JSONValue, path: [String], isPinned: Bool) -> ImportRecord {
        guard let url = link["url"].text, !url.isEmpty else {
            return .skipping(line: link.line, reason: "It is a file without an address.", text: link["name"].string)
        }
        var record = BookmarkRecord(url: url, title: link["name"].string, folder: path, line: link.line)
        record.note = link["description"].string
        record.tags = Tags.unique(link["tags"].array.compactMap { $0.text ?? $0["name"].text })
        record.addedAt = DateText.milliseconds(link["importDate"]) ?? DateText.milliseconds(link["createdAt"])
        record.modifiedAt = DateText.milliseconds(link["updatedAt"])
        record.favourite = isPinned || !link["pinnedBy"].array.isEmpty
        if let id = link["id"].text { record.origin = "linkwarden:\(id)" }
        return .bookmark(record)
    }
}
