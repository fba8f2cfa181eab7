import TidemarkCore
import TidemarkLibrary

/// One undo at work.
struct UndoPass {
    let edit: Edit
    let own: [WriterID: [ClosedRange<UInt64>]]
    /// Rows of a long import that are held at once.
    static let rowsInMemory = 4096
    var seen = 0
    var changed: Set<RowID> = []
    private var kept: [UndoReport.Kept] = []
    /// Reasons given for a row.
    private var said: [RowID: Set<String>] = [:]

    init(edit: Edit, own: [WriterID: [ClosedRange<UInt64>]]) {
        self.edit = edit
        self.own = own
    }

    var merger: SpaceMerger { edit.merger }

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

    mutating func keep(_ entry: MergeEntry, _ reason: String) throws {
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

    func isOwn(_ dot: Dot) -> Bool {
        guard let ranges = own[dot.writer] else { return false }
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < dot.number { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].contains(dot.number)
    }

    func isOwn(_ dot: Dot?) -> Bool { dot.map { isOwn($0) } ?? false }

    /// The nearest folder in the trash from `folder` upwards.
    func folderInTrash(_ folder: RowID) throws -> MergeEntry? {
        guard folder != .root else { return nil }
        for node in [folder] + (try merger.folders.ancestors(of: folder)) {
            guard let entry = try merger.find(node, .folder) else { continue }
            let moved = try merger.lastMove(of: node)
            if TrashView.isTrashed(entry, also: moved) { return entry }
        }
        return nil
    }
}
