import Foundation
import GRDB
package import TidemarkCore
package import TidemarkLibrary

/// One change to many bookmarks.
extension Edit {
    /// Changes those of the bookmarks that a person has looked at which fit the query still: another process may have changed
    /// some since.
    ///
    /// - Parameter change: says whether it has changed the bookmark.
    /// - Returns: what was changed.
    package func changing(
        _ rows: [RowID], fitting query: Query, text: String, _ change: (RowID) throws -> Bool
    ) throws -> [RowID] {
        try still(rows, fitting: query, text: text).filter(change)
    }

    private func still(_ rows: [RowID], fitting query: Query, text: String) throws -> [RowID] {
        try merger.flush()
        let fitting = Set(
            try Replica.items(matching: query, text: text, now: environment.now(), zone: .current, merger.db))
        return rows.filter(fitting.contains)
    }

    /// Moves bookmarks to the end of a folder, in the order given.
    ///
    /// - Parameter from: the folder that they leave; nil for those that are in one folder at most.
    /// - Returns: what was moved, and what is in several folders, so that somebody must say which of them it leaves.
    package func move(
        _ rows: [RowID], fitting query: Query, text: String, from: RowID?, to folder: RowID
    ) throws -> (moved: [RowID], ambiguous: [RowID]) {
        // All reading comes first: each look after a change would write the change out.
        let places = try still(rows, fitting: query, text: text).map { ($0, try placements(of: $0)) }
        var moved: [RowID] = []
        var ambiguous: [RowID] = []
        for (item, all) in places {
            guard from != nil || Set(all.map(\.folder)).count <= 1 else {
                ambiguous.append(item)
                continue
            }
            let leaving = all.filter { (from == nil || $0.folder == from) && $0.folder != folder }
            if leaving.isEmpty {
                guard all.isEmpty, from == nil else { continue }
                try place(item, in: folder)
            }
            for placement in leaving {
                try set(placement.row, .placement, .place, .place(folder, importKey(in: folder)))
            }
            moved.append(item)
        }
        return (moved, ambiguous)
    }

    /// Gives all bookmarks outside of the trash that have one of some tags another one instead.
    ///
    /// - Returns: how many had one.
    package func retag(_ old: [String], as new: String) throws -> Int {
        try merger.flush()
        let rows = try old.map { tag in
            try Row.fetchAll(
                merger.db,
                sql: """
                    SELECT i.rid FROM item_tag t JOIN item i ON i.id = t.item
                    WHERE t.tag = ? AND i.space = ? AND i.present AND i.trashed = 0 ORDER BY i.id
                    """, arguments: [tag, space.id]
            ).compactMap { RowID(bytes: $0.bytes(0)) }
        }
        for (tag, rows) in zip(old, rows) {
            for row in rows {
                try addTag(row, new)
                try removeTag(row, tag)
            }
        }
        return Set(rows.joined()).count
    }
}
