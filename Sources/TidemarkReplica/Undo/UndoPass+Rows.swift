import GRDB
import TidemarkCore
import TidemarkLibrary

/// Rows that were made, trashed and restored.
extension UndoPass {
    mutating func undoTrash(_ effect: DeedEffect) throws {
        guard let kind = Kind(effect.kind) else { return }
        let entry = try merger.entry(effect.row, kind)
        guard !entry.state.trashMarks.isEmpty else { return try keep(entry, "it has left the trash since") }
        guard !entry.isErased else { return try keep(entry, "the trash was emptied since") }
        if try edit.restore(effect.row, kind) { changed.insert(effect.row) }
    }

    mutating func undoRestoring(_ effect: DeedEffect) throws {
        guard let kind = Kind(effect.kind) else { return }
        let entry = try merger.entry(effect.row, kind)
        guard entry.state.trashMarks.isEmpty else { return }
        guard entry.state[.existence]?.candidates.allSatisfy({ isOwn($0.version.dot) }) == true else {
            return try keep(entry, "it was taken out of the trash elsewhere too")
        }
        if try edit.trash(effect.row, kind) { changed.insert(effect.row) }
    }

    private func placements(of item: MergeEntry) throws -> [MergeEntry] {
        let rows = try Row.fetchAll(
            merger.db.cachedStatement(sql: "SELECT rid FROM placement WHERE item = ? AND present AND trashed = 0"),
            arguments: [item.local])
        return try rows.compactMap { RowID(bytes: $0.bytes(0)) }.map { try merger.entry($0, .placement) }
    }

    mutating func undoMaking(_ effect: DeedEffect) throws {
        seen += 1
        if seen % Self.rowsInMemory == 0 {
            try merger.flush()
            merger.evict()
        }
        guard let kind = Kind(effect.kind) else { return }
        let entry = try merger.entry(effect.row, kind)
        guard entry.state.trashMarks.isEmpty else { return }
        var content = TrashView.content(entry)
        if kind == .item { content += try placements(of: entry).flatMap(TrashView.content) }
        guard content.allSatisfy(isOwn) else {
            return try keep(entry, kind == .placement ? "it was moved since" : "it was changed since")
        }
        guard try edit.trash(effect.row, kind) else { return }
        changed.insert(effect.row)
    }

    /// A folder goes when nothing is left in it but folders that go as well.
    mutating func undoFolders(_ effects: [DeedEffect]) throws {
        guard !effects.isEmpty else { return }
        try merger.flush()
        let full = Set(
            try Int64.fetchAll(
                merger.db,
                sql: """
                    SELECT DISTINCT p.folder FROM placement p JOIN item i ON i.id = p.item
                    WHERE p.space = ? AND p.present AND p.trashed = 0 AND i.present AND i.trashed = 0
                    """, arguments: [merger.space.id]))
        var children: [Int64: Set<Int64>] = [:]
        for row in try Row.fetchAll(
            merger.db, sql: "SELECT id, parent FROM folder WHERE space = ? AND present AND trashed = 0",
            arguments: [merger.space.id])
        {
            children[row["parent"] ?? 0, default: []].insert(row["id"])
        }
        let deepestFirst = try effects.map { (effect: $0, depth: try merger.folders.ancestors(of: $0.row).count) }
            .sorted { $0.depth > $1.depth }
        for (effect, _) in deepestFirst {
            let entry = try merger.entry(effect.row, .folder)
            guard entry.state.trashMarks.isEmpty else { continue }
            let moved = try merger.lastMove(of: effect.row)
            guard (TrashView.content(entry) + moved).allSatisfy(isOwn) else {
                try keep(entry, "it was changed since")
                continue
            }
            guard !full.contains(entry.local), children[entry.local, default: []].isEmpty else {
                try keep(entry, "something is in it")
                continue
            }
            if try edit.trash(effect.row, .folder) { changed.insert(effect.row) }
            if let parent = try merger.folders.place(of: effect.row)?.parent {
                children[try merger.local(parent, .folder)]?.remove(entry.local)
            }
        }
    }

    /// An item that was hidden with its folders is hidden again: their trash marks are widened by what became of it since.
    mutating func undoSurfacing(_ effects: [DeedEffect]) throws {
        guard !effects.isEmpty else { return }
        try merger.flush()
        for effect in effects {
            let item = try merger.entry(effect.row, .item)
            for placement in try placements(of: item) {
                guard let place = placement.place, let folder = try folderInTrash(place.folder) else { continue }
                var covered = TrashView.covered(folder)
                let outside = (TrashView.content(item) + TrashView.content(placement)).filter { !covered.contains($0) }
                guard !outside.isEmpty, outside.allSatisfy({ isOwn($0) || isOfThisEdit($0) }) else { continue }
                for dot in outside { covered.insert(dot) }
                try edit.emit(folder.row, .folder, .trash(covered), seen: folder.state.trashMarks)
                changed.insert(effect.row)
            }
        }
    }

    private func isOfThisEdit(_ dot: Dot) -> Bool {
        dot.writer == edit.space.writer && dot.number >= edit.action
    }
}
