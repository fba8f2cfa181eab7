import GRDB
import TidemarkCore
import TidemarkLibrary

/// What is in the trash and what is rescued from it: pure functions of the merged state, written into columns.
///
/// A trash mark covers what its writer had seen. A row is in the trash while its marks cover all of its content; content
/// from outside (a concurrent edit) brings it back. A folder takes along what is in it as far as its marks cover that; the
/// rest is shown under the nearest living folder above.
struct TrashView {
    private let merger: SpaceMerger
    private var db: Database { merger.db }

    init(_ merger: SpaceMerger) { self.merger = merger }

    func update(changed: [RowSlot]) throws {
        let hasTrash = try merger.hasTrash()
        var foldersChanged = false
        for slot in changed where slot.kind == Kind.folder.id {
            if try updateFolder(slot.entry, hasTrash: hasTrash) { foldersChanged = true }
        }
        // Where nothing is in the trash and nothing was, nothing can be hidden.
        let mayHide = foldersChanged || hasTrash
        var items = Set<Int64>()
        var placements = Set<Int64>()
        for slot in changed {
            // Of what was written just now, this says as well whether it is marked (`SpaceMerger.flush`).
            let isMarked = slot.entry.wasTrashed
            switch Kind(slot.kind) {
            case .folder, nil: continue
            case .item:
                if mayHide || isMarked { items.insert(slot.local) }
            case .placement:
                guard mayHide || isMarked || !slot.entry.wasNew else { continue }
                if isMarked { try writeTrashed(slot.entry) }
                placements.insert(slot.local)
                if let item = slot.entry.state.key?.rows.first { items.insert(try merger.local(item, .item)) }
            default:
                if isMarked { try writeTrashed(slot.entry) }
            }
        }
        // What hangs on an item in the trash may bring it back.
        for slot in changed where slot.kind == Kind.placement.id || slot.kind == Kind.highlight.id {
            guard let row = slot.entry.state.key?.rows.first, try merger.isMarked(row, .item) else { continue }
            items.insert(try merger.local(row, .item))
        }
        if foldersChanged || hasTrash {
            try updateShown(&placements, items: &items, all: foldersChanged)
        }
        try updateItems(items)
    }

    private func writeTrashed(_ row: MergeEntry) throws {
        guard let table = row.table else { return }
        try db.cachedStatement(sql: "UPDATE \(table.name) SET trashed = ? WHERE id = ?")
            .execute(arguments: [Self.isTrashed(row, also: []) ? 1 : 0, row.local])
    }

    /// Whether anything that could matter to what is below has changed.
    private func updateFolder(_ folder: MergeEntry, hasTrash: Bool) throws -> Bool {
        guard folder.wasTrashed || folder.state.isMarked else {
            // A new folder holds nothing yet that could be hidden or come back.
            return !folder.wasNew || hasTrash
        }
        let trashed = try Self.isTrashed(folder, also: merger.lastMove(of: folder.row))
        try db.execute(sql: "UPDATE folder SET trashed = ? WHERE id = ?", arguments: [trashed ? 1 : 0, folder.local])
        return true
    }

    /// Where placements in folders of the trash are shown, if anywhere.
    private func updateShown(_ placements: inout Set<Int64>, items: inout Set<Int64>, all: Bool) throws {
        let dead = """
            WITH RECURSIVE dead (id) AS (
              SELECT id FROM folder WHERE space = ? AND trashed = 1
              UNION SELECT f.id FROM folder f JOIN dead ON f.parent = dead.id)
            """
        let candidates = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    \(dead) SELECT id, item, folder FROM placement
                    WHERE space = ? AND (folder IN dead OR shown IS NOT folder)
                    """), arguments: [merger.space.id, merger.space.id])
        var chains: [Int64: [Ancestor]] = [:]
        for row in candidates {
            let id: Int64 = row["id"]
            guard let item = row["item"] as Int64?, let folder = row["folder"] as Int64? else { continue }
            guard all || placements.contains(id) || items.contains(item) else { continue }
            func chain(_ folder: Int64) throws -> [Ancestor] {
                let chain = try chains[folder] ?? ancestors(of: folder)
                chains[folder] = chain
                return chain
            }
            let content = try Self.content(merger.entry(merger.row(item, .item), .item))
            let isSettled = try folders(of: item, besides: id).contains { folder in
                let marks = try chain(folder).compactMap(\.marks)
                return marks.isEmpty || marks.contains { marks in content.allSatisfy { marks.contains($0) } }
            }
            let shown = try shownFolder(
                placement: id, content: isSettled ? [] : content, chain: chain(folder))
            try db.cachedStatement(sql: "UPDATE placement SET shown = ? WHERE id = ?").execute(arguments: [shown, id])
            items.insert(item)
        }
    }

    /// A folder on the way up, with what its trash marks cover while it is in the trash.
    private struct Ancestor {
        let local: Int64
        /// The move that put it there.
        let move: Dot?
        let marks: VersionVector?
    }

    private func ancestors(of folder: Int64) throws -> [Ancestor] {
        guard folder != 0 else { return [] }
        let row = try merger.row(folder, .folder)
        return try ([row] + merger.folders.ancestors(of: row)).map { node in
            let entry = try merger.entry(node, .folder)
            let moved = try merger.lastMove(of: node)
            return Ancestor(
                local: entry.local, move: moved.first,
                marks: Self.isTrashed(entry, also: moved) ? Self.covered(entry) : nil)
        }
    }

    /// The folders in which an item stands, in the trash or not.
    private func folders(of item: Int64, besides placement: Int64) throws -> [Int64] {
        try Int64.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT folder FROM placement
                    WHERE item = ? AND id <> ? AND present AND trashed = 0 AND folder IS NOT NULL
                    """), arguments: [item, placement])
    }

    /// - Parameter content: that of the item; none where the item can be seen in another folder, or went to the trash with
    ///   another one that covers it. Then a change of it is no reason to show it for this placement too.
    private func shownFolder(placement: Int64, content: [Dot], chain: [Ancestor]) throws -> Int64? {
        let dead = chain.compactMap(\.marks)
        guard !dead.isEmpty else { return chain.first?.local ?? 0 }
        let dots = try content + Self.content(merger.entry(merger.row(placement, .placement), .placement))
        // A folder that was moved below one of the trash brings what is in it along, as far as the trashing had not seen that.
        var moves: [Dot] = []
        for ancestor in chain {
            if let marks = ancestor.marks, (dots + moves).allSatisfy({ marks.contains($0) }) { return nil }
            if let move = ancestor.move { moves.append(move) }
        }
        // The nearest folder with no folder of the trash above it, itself included.
        let lastDead = chain.lastIndex { $0.marks != nil } ?? -1
        return lastDead + 1 < chain.count ? chain[lastDead + 1].local : 0
    }

    private func updateItems(_ items: Set<Int64>) throws {
        for local in items {
            let item = try merger.entry(merger.row(local, .item), .item)
            var trashed = 0
            if item.state.isMarked, Self.isTrashed(item, also: try contentAround(local)) {
                trashed = 1
            } else {
                let hidden = try Bool.fetchOne(
                    db.cachedStatement(
                        sql: """
                            SELECT count(*) > 0 AND count(shown) = 0 FROM placement
                            WHERE item = ? AND present AND trashed = 0 AND folder IS NOT NULL
                            """), arguments: [local])
                if hidden == true { trashed = 2 }
            }
            let before = try Int.fetchOne(
                db.cachedStatement(sql: "SELECT trashed FROM item WHERE id = ?"), arguments: [local])
            guard before != trashed else { continue }
            try db.cachedStatement(sql: "UPDATE item SET trashed = ? WHERE id = ?").execute(arguments: [trashed, local])
            if before == 0, !item.wasNew { merger.hiddenItems.append(local) }
        }
    }

    /// Content of the rows that hang on an item: its placements and highlights.
    private func contentAround(_ item: Int64) throws -> [Dot] {
        try [Kind.placement, .highlight].flatMap { kind in
            let table = TableSchema.of(kind).name
            return try Int64.fetchAll(
                db.cachedStatement(sql: "SELECT id FROM \(table) WHERE item = ?"), arguments: [item]
            ).flatMap {
                Self.content(try merger.entry(merger.row($0, kind), kind))
            }
        }
    }

    // MARK: Rules

    /// Everything that the writers of the row's trash marks had seen, together.
    static func covered(_ entry: MergeEntry) -> VersionVector {
        var covered = VersionVector()
        for mark in entry.trashMarks {
            if case .context(let context) = mark.value { covered.merge(context) }
        }
        return covered
    }

    static func isTrashed(_ entry: MergeEntry, also more: [Dot]) -> Bool {
        guard entry.state.isMarked, !entry.trashMarks.isEmpty else { return false }
        let covered = covered(entry)
        return (content(entry) + more).allSatisfy { covered.contains($0) }
    }

    static func content(_ entry: MergeEntry) -> [Dot] {
        entry.state.contentDots { entry.table?.isContent($0) ?? false }
    }
}
