import Foundation
import TidemarkLibrary

/// Safari's Bookmarks.plist, binary or XML. The reading list goes into a folder of its own, unread until it was opened.
enum SafariReader {
    private static let reading = "com.apple.ReadingList"

    /// - Throws: `ImportSourceError.malformed`.
    static func records(of data: Data) throws(ImportSourceError) -> [ImportRecord] {
        let value: Any
        do {
            value = try PropertyListSerialization.propertyList(from: data, format: nil)
        } catch {
            throw .malformed(.safari, reason: "the property list is damaged")
        }
        guard let root = value as? [String: Any], root["Children"] is [Any] else {
            throw .malformed(.safari, reason: "it is a property list without bookmarks")
        }
        var walk = Walk()
        walk.visitChildren(of: root, path: [])
        return walk.records
    }

    private struct Walk {
        var records: [ImportRecord] = []
        /// Elements so far: what a report calls the line.
        private var count = 0

        init() {}

        mutating func visitChildren(of node: [String: Any], path: [String]) {
            for child in node["Children"] as? [Any] ?? [] {
                if let child = child as? [String: Any] { visit(child, path: path) }
            }
        }

        private mutating func visit(_ node: [String: Any], path: [String]) {
            count += 1
            switch node["WebBookmarkType"] as? String {
            case "WebBookmarkTypeList":
                let inside = Self.inside(node["Title"] as? String ?? "", path)
                // Each level is a call: what lies deeper is laid into the folder at that depth, as everywhere.
                guard path.count < NetscapeReader.maximumDepth else { return flatten(node, path: path) }
                if inside.count > path.count { records.append(.folder(FolderRecord(path: inside, line: count))) }
                visitChildren(of: node, path: inside)
            case "WebBookmarkTypeLeaf": leaf(node, path)
            default: break  // a proxy for the history
            }
        }

        /// The names are those of Safari's HTML export.
        private static func inside(_ title: String, _ path: [String]) -> [String] {
            switch title {
            case "BookmarksBar" where path.isEmpty: ["Favorites"]
            case "BookmarksMenu" where path.isEmpty: ["Bookmarks Menu"]
            case SafariReader.reading where path.isEmpty: ["Reading List"]
            default: FolderNames.path(path + [title.isEmpty ? "Unnamed folder" : title])
            }
        }

        private mutating func flatten(_ node: [String: Any], path: [String]) {
            var rest = [node]
            while let next = rest.popLast() {
                for child in (next["Children"] as? [Any] ?? []).compactMap({ $0 as? [String: Any] }) {
                    count += 1
                    if child["WebBookmarkType"] as? String == "WebBookmarkTypeLeaf" {
                        leaf(child, path)
                    } else {
                        rest.append(child)
                    }
                }
            }
        }

        private mutating func leaf(_ node: [String: Any], _ path: [String]) {
            let details = node["URIDictionary"] as? [String: Any]
            var record = BookmarkRecord(
                url: node["URLString"] as? String ?? "", title: details?["title"] as? String ?? "", folder: path,
                line: count)
            if let reading = node["ReadingList"] as? [String: Any] {
                record.addedAt = Self.milliseconds(reading["DateAdded"])
                record.unread = reading["DateLastViewed"] == nil
            }
            if let id = node["WebBookmarkUUID"] as? String { record.origin = "safari:\(id)" }
            records.append(.bookmark(record))
        }

        private static func milliseconds(_ value: Any?) -> Int64? {
            (value as? Date).flatMap { Int64(exactly: ($0.timeIntervalSince1970 * 1000).rounded()) }
        }
    }
}
