import GRDB
import TidemarkCore
import TidemarkLibrary

/// Taking back what a deed did, as ops like any others, where nobody has changed it since.
extension Edit {
    /// - Parameter own: ops that are not in the way: the deed's, and those of deeds that are taken back themselves.
    /// - Returns: the rows changed, and what was left as it is.
    func undo(
        _ effects: [DeedEffect], own: [WriterID: [ClosedRange<UInt64>]]
    ) throws -> (changed: Int, kept: [UndoReport.Kept]) {
        var undo = UndoPass(edit: self, own: own)
        return try undo.run(effects)
    }
}

/// One undo at work.
private struct UndoPass {
    let edit: Edit
    let own: [WriterID: [ClosedRange<UInt64>]]
    /// Rows of a long import that are held at once.
    private static let rowsInMemory = 4096
    private var seen = 0
    private var changed: Set<RowID> = []
    private var kept: [UndoReport.Kept] = []
    /// Reasons given for a row.
    private var said: [RowID: Set<String>] = [:]

    init(edit: Edit, own: [WriterID: [ClosedRange<UInt64>]]) {
        self.edit = edit
        self.own = own
    }

    private var merger: SpaceMerger { edit.merger }

    mutating func run(_ effects: [DeedEffect]) throws -> (changed: Int, kept: [UndoReport.Kept]) {
        let made = Set(effects.filter { $0.change == .made }.map(\.row))
        // What was trashed comes back first, so that values are put into living rows.
        for effect in effects where effect.change == .trashed { try undoTrash(effect) }
        for effect in effects where !made.contains(effect.row) { try undoValue(effect) }
        for effect in effects where effect.change == .restored { try undoRestoring(effect) }
        let (folders, placements) = (Kind.folder.id, Kind.placement.id)
        for effect in effects where effect.change == .made && effect.kind != folders && effect.kind != placements {
            try undoMaking(effect)
        }
        for effect in effects where effect.change == .made && effect.kind == placements {
            // An item that goes takes its places along, and one that stays keeps them.
            let item = try merger.entry(effect.row, effect.kind).state.key?.rows.first
            if item.map(made.contains) != true { try undoMaking(effect) }
        }
        try undoFolders(effects.filter { $0.change == .made && $0.kind == folders })
        try undoSurfacing(effects.filter { $0.change == .surfaced })
        let catalogued = effects.filter { changed.contains($0.row) && $0.kind >= Kind.catalogue.id }
        for effect in catalogued { try publish(effect.row, effect.kind) }
        return (changed.count, kept)
    }

    /// What a catalogue shows from now on is published like any other change of it.
    private func publish(_ row: RowID, _ kind: KindID) throws {
        switch Kind(kind) {
        case .catalogue: try edit.publishSettings()
        case .tool:
            guard let entry = try merger.find(row, .tool), !TrashView.isTrashed(entry, also: []) else { return }
            try edit.publish(tool: row, slug: entry.state.key?.text ?? "", first: nil)
        case .release:
            guard let entry = try merger.find(row, .release), !TrashView.isTrashed(entry, also: []) else { return }
            try edit.publish(release: row)
        case .take:
            guard let release = try merger.find(row, .take)?.state.key?.rows.first else { return }
            try edit.publish(take: row, of: release)
        default: break
        }
    }

    private mutating func keep(_ entry: MergeEntry, _ reason: String) throws {
        var shown = entry
        if entry.table?.kind == .placement, let item = entry.state.key?.rows.first {
            shown = try merger.entry(item, .item)
        }
        // Once for all of its fields.
        guard said[shown.row, default: []].insert(reason).inserted else { return }
        let name = [FieldID.title, .url, .verbatim].lazy.compactMap(shown.text).first ?? entry.state.key?.text ?? ""
        kept.append(
            UndoReport.Kept(
                id: shown.row.description, kind: shown.table?.name ?? "row", name: name, reason: reason))
    }

    // MARK: Rows

    private mutating func undoTrash(_ effect: DeedEffect) throws {
        guard let kind = Kind(effect.kind) else { return }
        let entry = try merger.entry(effect.row, kind)
        guard !entry.state.trashMarks.isEmpty else { return try keep(entry, "it has left the trash since") }
        guard !entry.isErased else { return try keep(entry, "the trash was emptied since") }
        if try edit.restore(effect.row, kind) { changed.insert(effect.row) }
    }

    private mutating func undoRestoring(_ effect: DeedEffect) throws {
        guard let kind = Kind(effect.kind) else { return }
        let entry = try merger.entry(effect.row, kind)
        guard entry.state.trashMarks.isEmpty else { return }
        guard entry.state[.existence]?.candidates.allSatisfy({ isOwn($0.version.dot) }) == true else {
            return try keep(entry, "it was taken out of the trash elsewhere too")
        }
        if try edit.trash(effect.row, kind) { changed.insert(effect.row) }
    }

    private func isOwn(_ dot: Dot) -> Bool {
        guard let ranges = own[dot.writer] else { return false }
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < dot.number { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].contains(dot.number)
    }

    private func placements(of item: MergeEntry) throws -> [MergeEntry] {
        let rows = try Row.fetchAll(
            merger.db.cachedStatement(sql: "SELECT rid FROM placement WHERE item = ? AND present AND trashed = 0"),
            arguments: [item.local])
        return try rows.compactMap { RowID(bytes: $0.bytes(0)) }.map { try merger.entry($0, .placement) }
    }

    private mutating func undoMaking(_ effect: DeedEffect) throws {
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
    private mutating func undoFolders(_ effects: [DeedEffect]) throws {
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
    private mutating func undoSurfacing(_ effects: [DeedEffect]) throws {
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

    /// The nearest folder in the trash from `folder` upwards.
    private func folderInTrash(_ folder: RowID) throws -> MergeEntry? {
        guard folder != .root else { return nil }
        for node in [folder] + (try merger.folders.ancestors(of: folder)) {
            guard let entry = try merger.find(node, .folder) else { continue }
            let moved = try merger.lastMove(of: node)
            if TrashView.isTrashed(entry, also: moved) { return entry }
        }
        return nil
    }

    // MARK: Values

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

    private mutating func undoValue(_ effect: DeedEffect) throws {
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

    private func isOwn(_ dot: Dot?) -> Bool { dot.map { isOwn($0) } ?? false }

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
