import GRDB
import TidemarkCore
import TidemarkLibrary

/// Values, and the places of folders.
extension UndoPass {
    private func isInTrash(_ entry: MergeEntry, _ kind: Kind) throws -> Bool {
        guard !changed.contains(entry.row) else { return false }
        switch kind {
        case .item:
            let state = try merger.db.cachedStatement(sql: "SELECT trashed FROM item WHERE id = ?")
            return try Int.fetchOne(state, arguments: [entry.local]) ?? 0 != 0
        case .placement:
            guard let item = entry.state.key?.rows.first else { return false }
            return try isInTrash(merger.entry(item, .item), .item)
        default: return TrashView.isTrashed(entry, also: [])
        }
    }

    mutating func undoValue(_ effect: DeedEffect) throws {
        guard let kind = Kind(effect.kind) else { return }
        let (row, entry) = (effect.row, try merger.entry(effect.row, kind))
        if [.restored, .trashed, .surfaced].contains(effect.change) { return }
        // A change of what is in the trash would bring it back.
        if try isInTrash(entry, kind) { return try keep(entry, "it is in the trash") }
        switch effect.change {
        case .made, .restored, .trashed, .surfaced: break
        case .register(.place, let before, let after):
            guard before != after else { return }
            let now = entry.place.map { Value.place($0.folder, $0.key) } ?? .null
            guard now == after || isOwn(entry.state[.place]?.winner.version.dot) else {
                return try keep(entry, "it was moved since")
            }
            var before = before
            if case .place(let folder, let key) = before {
                guard try folderInTrash(folder) == nil else {
                    return try keep(entry, "the folder that it was in is in the trash")
                }
                before = .place(folder, try edit.key(backTo: key, in: folder, of: row))
            }
            if try edit.set(row, kind, .place, before) { changed.insert(row) }
        case .register(let field, let before, let after):
            guard before != after else { return }
            guard entry.value(field) == after else { return try keep(entry, Self.changed(entry, field)) }
            if try edit.set(row, kind, field, before) { changed.insert(row) }
        case .text(let field, let before, let after):
            guard before != after else { return }
            let (isChanged, isPart) = try edit.revert(row, kind, field, from: after, to: before)
            if isChanged { changed.insert(row) }
            if isPart { try keep(entry, Self.changed(entry, field)) }
        case .tag(_, let tag, let wasThere, let isThere):
            guard wasThere != isThere else { return }
            if try wasThere ? edit.addTag(row, tag) : edit.removeTag(row, tag) { changed.insert(row) }
        case .moved(let before, let after): try undoMove(entry, before, after)
        case .counted(let field, let number):
            guard number != 0 else { return }
            try edit.count(row, kind, field, by: number == .min ? .max : -number)
            changed.insert(row)
        case .lowered: try keep(entry, "its date became an earlier one, and stays so")
        }
    }

    private static func changed(_ entry: MergeEntry, _ field: FieldID) -> String {
        "its \(entry.table?.field(field)?.name ?? "value") was changed since"
    }

    private mutating func undoMove(_ entry: MergeEntry, _ before: DeedEffect.Place?, _ after: DeedEffect.Place) throws {
        guard let before, before != after else { return }
        guard try merger.place(ofFolder: entry) == after || isOwn(merger.folders.place(of: entry.row)?.move.dot) else {
            return try keep(entry, "it was moved since")
        }
        guard before.parent != entry.row, try !merger.folders.ancestors(of: before.parent).contains(entry.row) else {
            return try keep(entry, "the folder that it was in is below it now")
        }
        guard try folderInTrash(before.parent) == nil else {
            return try keep(entry, "the folder that it was in is in the trash")
        }
        let key = try edit.key(backTo: before.key, in: before.parent, of: entry.row)
        try edit.emit(entry.row, .folder, .move(parent: before.parent, key), above: merger.folders.newestStamp())
        changed.insert(entry.row)
    }
}
