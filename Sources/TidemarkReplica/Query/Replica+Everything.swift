import GRDB
import TidemarkCore
package import TidemarkLibrary

/// What exports of everything need beside the lists that people read.
extension Replica {
    /// The living folders and what they show, in manual order.
    package func shelfTree() throws -> ShelfFolder {
        try read { db in
            let space = try SpaceRecord.of(.shelf, db).id
            let paths = try FolderPaths(db, space: space)
            var shown: [Int64: [(key: [UInt8], id: String)]] = [:]
            let cursor = try Row.fetchCursor(
                db,
                sql: """
                    SELECT p.shown, min(p.order_key) AS place_key, i.rid FROM placement p JOIN item i ON i.id = p.item
                    WHERE p.space = ? AND p.present AND p.trashed = 0 AND p.shown IS NOT NULL AND i.present AND i.trashed = 0
                    GROUP BY i.id, p.shown ORDER BY place_key, i.rid
                    """, arguments: [space])
            while let row = try cursor.next() {
                shown[row["shown"], default: []].append((row.bytes("place_key"), hexadecimal(row.bytes("rid"))))
            }
            func tree(_ id: Int64, _ folder: FolderPaths.Folder?) -> ShelfFolder {
                var children = (shown[id] ?? []).map { ($0.key, ShelfFolder.Child.bookmark($0.id)) }
                for child in paths.children[id] ?? [] { children.append((child.key, .folder(tree(child.id, child)))) }
                let ordered = children.enumerated().sorted { a, b in
                    a.element.0 == b.element.0
                        ? a.offset < b.offset : a.element.0.lexicographicallyPrecedes(b.element.0)
                }
                return ShelfFolder(
                    id: folder.map { $0.row.description }, name: folder?.title ?? "", note: folder?.note ?? "",
                    addedAt: folder?.addedAt, children: ordered.map(\.element.1))
            }
            return tree(0, nil)
        }
    }

    /// What sources said of who may see a bookmark, by its id.
    package func privacy() throws -> [String: Bool] {
        try read { db in
            let rows = try Row.fetchAll(
                db, sql: "SELECT rid, private FROM item WHERE space = ? AND present AND private IS NOT NULL",
                arguments: [try SpaceRecord.of(.shelf, db).id])
            return Dictionary(rows.map { (hexadecimal($0.bytes("rid")), $0["private"] != 0) }) { a, _ in a }
        }
    }

    /// The catalogue as a document: what `take` reads again, with the revisions of takes and prices and with predictions.
    /// Votes are nobody's document and stay out.
    package func catalogueDocument() throws -> CatalogueDocument {
        let history = PublishedHistory(try catalogueHistory())
        let predictions = Dictionary(grouping: try self.predictions().map(\.entry), by: \.reference)
        let settings = try catalogueSettings()
        var document = CatalogueDocument(title: settings.title, verdictThresholdPercent: settings.thresholdPercent)
        for release in try releases() {
            if document.tools.last?.slug != release.tool.slug { document.tools.append(release.tool) }
            document.tools[document.tools.count - 1].releases.append(
                history.dated(release.release, reference: release.reference, predictions[release.reference] ?? []))
        }
        document.tools = (document.tools + (try toolsWithoutReleases())).sorted {
            $0.slug.utf8.lexicographicallyPrecedes($1.slug.utf8)
        }
        return document
    }

    private func toolsWithoutReleases() throws -> [ToolRecord] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM tool t WHERE t.space = ? AND t.present AND t.trashed = 0
                    AND NOT EXISTS (SELECT 1 FROM release r WHERE r.tool = t.id AND r.present AND r.trashed = 0)
                    """, arguments: [try SpaceRecord.of(.catalogue, db).id]
            ).map { row in
                ToolRecord(
                    slug: row["key"] ?? "", name: row["name"] ?? "", category: row["category"] ?? "",
                    tagline: row["tagline"] ?? "", description: row["summary"] ?? "", bestFor: row["best_for"],
                    website: row["website"])
            }
        }
    }
}
