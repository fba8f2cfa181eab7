import TidemarkLibrary

/// Firefox's backup of bookmarks (bookmarks-DATE.json).
///
/// The roots are told by their ids, because old versions name them in the user's language. Tags are a comma list at the
/// bookmark, in old versions folders under a root of their own.
enum FirefoxReader {
    static let toolbar = "Bookmarks Toolbar"
    static let other = "Other Bookmarks"
    static let mobile = "Mobile Bookmarks"

    static func records(of document: JSONValue) -> [ImportRecord] {
        var walk = Walk(tags: tags(in: document))
        walk.visit(document, path: nil)
        return walk.records
    }

    /// Tags by address, from the root of tags.
    private static func tags(in document: JSONValue) -> [String: [String]] {
        var tags: [String: [String]] = [:]
        for root in document["children"].array where isTags(root) {
            for tag in root["children"].array {
                for bookmark in tag["children"].array {
                    tags[bookmark["uri"].string, default: []].append(tag["title"].string)
                }
            }
        }
        return tags
    }

    private static func isTags(_ node: JSONValue) -> Bool {
        node["root"].string == "tagsFolder" || node["guid"].string == "tags________"
    }

    private struct Walk {
        let tags: [String: [String]]
        var records: [ImportRecord] = []

        /// - Parameter path: nil above the roots.
        mutating func visit(_ node: JSONValue, path: [String]?) {
            switch node["typeCode"].integer ?? Self.typeCode(node["type"].string) {
            case 2: folder(node, path)
            case 1: bookmark(node, path ?? [])
            default: break  // separators say nothing
            }
        }

        private static func typeCode(_ type: String) -> Int64? {
            switch type {
            case "text/x-moz-place": 1
            case "text/x-moz-place-container": 2
            default: nil
            }
        }

        private mutating func folder(_ node: JSONValue, _ path: [String]?) {
            guard !FirefoxReader.isTags(node) else { return }
            var inside = path
            if let root = Self.rootPath(node) {
                inside = root
            } else {
                let note = Self.annotation("bookmarkProperties/description", node)
                inside = FolderNames.path((path ?? []) + [node["title"].string])
                if !Self.annotation("livemark/feedURI", node).isEmpty {
                    records.append(
                        .skipping(
                            line: node.line, reason: "It is a feed that Firefox showed as a folder.",
                            text: node["title"].string))
                    return
                }
                records.append(
                    .folder(
                        FolderRecord(
                            path: inside ?? [], note: note, addedAt: Self.date(node["dateAdded"]), line: node.line)))
            }
            for child in node["children"].array { visit(child, path: inside) }
        }

        /// The place of a root; nil for other folders. The menu's content stands at the top, as in Firefox's HTML export.
        private static func rootPath(_ node: JSONValue) -> [String]? {
            switch (node["root"].string, node["guid"].string) {
            case ("placesRoot", _), (_, "root________"): []
            case ("bookmarksMenuFolder", _), (_, "menu________"): []
            case ("toolbarFolder", _), (_, "toolbar_____"): [toolbar]
            case ("unfiledBookmarksFolder", _), (_, "unfiled_____"): [other]
            case ("mobileFolder", _), (_, "mobile______"): [mobile]
            default: nil
            }
        }

        private mutating func bookmark(_ node: JSONValue, _ path: [String]) {
            let url = node["uri"].string
            var record = BookmarkRecord(url: url, title: node["title"].string, folder: path, line: node.line)
            record.tags = Tags.unique(node["tags"].string.split(separator: ",").map(String.init) + (tags[url] ?? []))
            record.note = Self.annotation("bookmarkProperties/description", node)
            record.addedAt = Self.date(node["dateAdded"])
            record.modifiedAt = Self.date(node["lastModified"])
            if let guid = node["guid"].text { record.origin = "firefox:\(guid)" }
            records.append(.bookmark(record))
        }

        private static func annotation(_ name: String, _ node: JSONValue) -> String {
            node["annos"].array.first { $0["name"].string == name }?["value"].string ?? ""
        }

        /// Microseconds.
        private static func date(_ value: JSONValue) -> Int64? {
            value.integer.flatMap { $0 > 0 ? $0 / 1000 : nil }
        }
    }
}
