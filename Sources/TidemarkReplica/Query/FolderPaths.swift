import GRDB
import TidemarkCore

/// The living folders of a space, and their paths.
struct FolderPaths {
    struct Folder {
        let id: Int64
        let row: RowID
        let parent: Int64
        let title: String
        let note: String
        let addedAt: Int64?
        let key: [UInt8]
    }

    let folders: [Int64: Folder]
    /// In order.
    let children: [Int64: [Folder]]

    init(_ db: Database, space: Int64) throws {
        var folders: [Int64: Folder] = [:]
        var children: [Int64: [Folder]] = [:]
        let rows = try Row.fetchAll(
            db,
            sql: """
                WITH RECURSIVE living (id) AS (
                  SELECT id FROM folder WHERE space = ? AND parent = 0 AND present AND trashed = 0
                  UNION SELECT f.id FROM folder f JOIN living ON f.parent = living.id WHERE f.present AND f.trashed = 0)
                SELECT id, rid, parent, title, note, added_at, order_key FROM folder WHERE id IN living
                ORDER BY order_key, rid
                """, arguments: [space])
        for row in rows {
            guard let rid = RowID(bytes: row.bytes("rid")) else { throw ReplicaError.damaged("a folder's id") }
            let folder = Folder(
                id: row["id"], row: rid, parent: row["parent"] ?? 0, title: row["title"] ?? "", note: row["note"] ?? "",
                addedAt: row["added_at"], key: row.bytes("order_key"))
            folders[folder.id] = folder
            children[folder.parent, default: []].append(folder)
        }
        self.folders = folders
        self.children = children
    }

    func path(of id: Int64) -> [String] {
        var path: [String] = []
        var next = id
        while let folder = folders[next] {
            path.append(folder.title)
            next = folder.parent
        }
        return path.reversed()
    }
}
