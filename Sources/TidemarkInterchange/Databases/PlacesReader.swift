import Foundation
import GRDB
import TidemarkLibrary

/// Firefox's own database, places.sqlite. It is copied first, its write-ahead log included, so that it can be read while
/// the browser runs, which keeps it locked.
enum PlacesReader {
    /// - Throws: `ImportSourceError`; what `take` throws.
    static func read(path: String, _ take: ImportSource.Take) throws {
        let copy = FileManager.default.temporaryDirectory.appending(path: "tidemark-places-\(UUID().uuidString)")
        do {
            try FileManager.default.createDirectory(
                at: copy, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw ImportSourceError.unreadable(path: copy.path)
        }
        // A copy that stays behind is in the system's temporary folder, which is emptied.
        defer { try? FileManager.default.removeItem(at: copy) }
        let database = copy.appending(path: "places.sqlite")
        do {
            try FileManager.default.copyItem(at: URL(filePath: path), to: database)
            // Without its log the copy lacks what was bookmarked lately.
            if FileManager.default.fileExists(atPath: path + "-wal") {
                try FileManager.default.copyItem(
                    at: URL(filePath: path + "-wal"), to: copy.appending(path: "places.sqlite-wal"))
            }
        } catch {
            throw ImportSourceError.unreadable(path: path)
        }
        do {
            let queue = try DatabaseQueue(path: database.path)
            try queue.inDatabase { try read($0, take) }
        } catch let error as DatabaseError {
            throw ImportSourceError.malformed(.places, reason: error.message ?? "SQLite cannot read it")
        }
    }

    private struct Node {
        let parent: Int64
        let title: String
        let guid: String
        let added: Int64?
    }

    private static func read(_ db: Database, _ take: ImportSource.Take) throws {
        var folders: [Int64: Node] = [:]
        let rows = try Row.fetchCursor(
            db, sql: "SELECT id, parent, title, guid, dateAdded FROM moz_bookmarks WHERE type = 2")
        while let row = try rows.next() {
            folders[row["id"]] = Node(
                parent: row["parent"] ?? 0, title: row["title"] ?? "", guid: row["guid"] ?? "",
                added: date(row["dateAdded"]))
        }
        let tags = try tags(db)
        var records: [ImportRecord] = []
        var number = 0
        // Folders in the order in which the browser shows them, each before what it holds.
        let entries = try Row.fetchCursor(
            db,
            sql: """
                WITH RECURSIVE tree (id, path) AS (
                  SELECT id, '' FROM moz_bookmarks WHERE guid = 'root________' OR (parent = 0 AND guid IS NULL)
                  UNION ALL SELECT b.id, tree.path || printf('%08d', b.position) || '/' FROM moz_bookmarks b
                  JOIN tree ON b.parent = tree.id WHERE b.type IN (1, 2) AND length(tree.path) < ?)
                SELECT b.id, b.type, b.parent, b.title, b.guid, b.dateAdded, b.lastModified, b.fk, p.url
                FROM tree JOIN moz_bookmarks b ON b.id = tree.id LEFT JOIN moz_places p ON p.id = b.fk
                ORDER BY tree.path
                """, arguments: [9 * (NetscapeReader.maximumDepth + 1)])
        while let row = try entries.next() {
            number += 1
            guard let path = path(of: row["type"] == 2 ? row["id"] : row["parent"], in: folders) else { continue }
            if row["type"] == 2 {
                let added = folders[row["id"]]?.added
                if !path.isEmpty { records.append(.folder(FolderRecord(path: path, addedAt: added, line: number))) }
            } else {
                var record = BookmarkRecord(
                    url: row["url"] ?? "", title: row["title"] ?? "", folder: path, line: number)
                record.addedAt = date(row["dateAdded"])
                record.modifiedAt = date(row["lastModified"])
                record.tags = Tags.unique(tags[row["fk"] ?? 0] ?? [])
                if let guid = row["guid"] as String? { record.origin = "firefox:\(guid)" }
                records.append(.bookmark(record))
            }
            if records.count >= ImportSource.chunk {
                try take(records, 0)
                records.removeAll(keepingCapacity: true)
            }
        }
        try take(records, 0)
    }

    /// Tags by place: a tag is a folder below the tags' root, and what it holds has it.
    private static func tags(_ db: Database) throws -> [Int64: [String]] {
        var tags: [Int64: [String]] = [:]
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT b.fk, t.title FROM moz_bookmarks b JOIN moz_bookmarks t ON t.id = b.parent
                JOIN moz_bookmarks r ON r.id = t.parent WHERE r.guid = 'tags________' AND b.fk IS NOT NULL
                ORDER BY t.title, b.id
                """)
        while let row = try rows.next() { tags[row["fk"], default: []].append(row["title"] ?? "") }
        return tags
    }

    /// The path of a folder; nil below the tags' root. Ends where a damaged tree goes in circles.
    private static func path(of id: Int64, in folders: [Int64: Node]) -> [String]? {
        var names: [String] = []
        var next = id
        while let node = folders[next], names.count <= NetscapeReader.maximumDepth {
            switch node.guid {
            case "tags________": return nil
            case "root________", "menu________": return FolderNames.path(names.reversed())
            case "toolbar_____": return FolderNames.path([FirefoxReader.toolbar] + names.reversed())
            case "unfiled_____": return FolderNames.path([FirefoxReader.other] + names.reversed())
            case "mobile______": return FolderNames.path([FirefoxReader.mobile] + names.reversed())
            default: names.append(node.title.isEmpty ? "Unnamed folder" : node.title)
            }
            next = node.parent
        }
        return FolderNames.path(names.reversed())
    }

    /// Microseconds.
    private static func date(_ value: Int64?) -> Int64? { value.flatMap { $0 > 0 ? $0 / 1000 : nil } }
}
