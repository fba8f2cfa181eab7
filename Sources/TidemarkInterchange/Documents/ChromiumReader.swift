import TidemarkLibrary

/// The file "Bookmarks" of Chromium and its relatives. What the bar holds goes into a folder, "other" to the top, as in
/// Chromium's HTML export.
enum ChromiumReader {
    /// Microseconds between 1601 and 1970.
    private static let epoch: Int64 = 11_644_473_600_000_000

    static func records(of document: JSONValue) -> [ImportRecord] {
        var records: [ImportRecord] = []
        for member in document["roots"].object?.members ?? [] where member.value["children"].isArray {
            let (name, root) = (member.name, member.value)
            switch name {
            case "bookmark_bar": visitChildren(of: root, path: ["Bookmarks bar"], &records)
            case "other": visitChildren(of: root, path: [], &records)
            case "synced": visitChildren(of: root, path: ["Mobile bookmarks"], &records)
            case "trash":
                if !root["children"].array.isEmpty {
                    records.append(.skipping(line: root.line, reason: "It is in the browser's trash.", text: name))
                }
            default: visitChildren(of: root, path: FolderNames.path([root["name"].text ?? name]), &records)
            }
        }
        return records
    }

    private static func visitChildren(of node: JSONValue, path: [String], _ records: inout [ImportRecord]) {
        for child in node["children"].array { visit(child, path: path, &records) }
    }

    private static func visit(_ node: JSONValue, path: [String], _ records: inout [ImportRecord]) {
        if node["children"].isArray {
            let inside = FolderNames.path(path + [node["name"].string])
            records.append(.folder(FolderRecord(path: inside, addedAt: date(node["date_added"]), line: node.line)))
            visitChildren(of: node, path: inside, &records)
        } else {
            var record = BookmarkRecord(
                url: node["url"].string, title: node["name"].string, folder: path, line: node.line)
            record.note = node["meta_info"]["Description"].string
            record.addedAt = date(node["date_added"])
            if let guid = node["guid"].text { record.origin = "chromium:\(guid)" }
            records.append(.bookmark(record))
        }
    }

    /// Microseconds since 1601; 0 where the browser does not know.
    private static func date(_ value: JSONValue) -> Int64? {
        value.integer.flatMap { $0 > epoch ? ($0 - epoch) / 1000 : nil }
    }
}
