import GRDB
import TidemarkCore

/// Paths of single folders, looked up on the way from each to the top: a page of a list needs few of them.
struct FolderNames {
    private let db: Database
    private var paths: [Int64: [String]] = [0: []]

    init(_ db: Database) { self.db = db }

    mutating func path(of id: Int64) throws -> [String] {
        if let known = paths[id] { return known }
        let statement = try db.cachedStatement(sql: "SELECT parent, title FROM folder WHERE id = ?")
        var chain: [(id: Int64, title: String)] = []
        var next = id
        // The tree has no cycles; the bound is against a damaged one.
        while paths[next] == nil, chain.count < Self.maximumDepth {
            guard let row = try Row.fetchOne(statement, arguments: [next]) else { break }
            chain.append((next, row["title"] ?? ""))
            next = row["parent"] ?? 0
        }
        var path = paths[next] ?? []
        for folder in chain.reversed() {
            path.append(folder.title)
            paths[folder.id] = path
        }
        return path
    }

    /// Far deeper than anybody nests folders.
    private static let maximumDepth = 10_000

    /// The living folder at a path, 0 for the top level; the first in order where several have the name.
    static func folder(at path: [String], space: Int64, _ db: Database) throws -> Int64? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT id FROM folder WHERE parent = ? AND space = ? AND title = ? AND present AND trashed = 0
                ORDER BY order_key, rid LIMIT 1
                """)
        var id: Int64 = 0
        for name in path {
            guard let child = try Int64.fetchOne(statement, arguments: [id, space, name]) else { return nil }
            id = child
        }
        return id
    }

    /// A query for the items that are shown in the folders of a condition, which stands in it twice.
    ///
    /// Most are shown in their own folder, which has an index; those that are rescued have one for themselves.
    static func shown(_ folders: String, columns: String = "item") -> String {
        """
        SELECT \(columns) FROM placement WHERE folder \(folders) AND shown IS folder AND present AND trashed = 0
        UNION ALL SELECT \(columns) FROM placement
          WHERE shown IS NOT folder AND shown \(folders) AND present AND trashed = 0
        """
    }
}
