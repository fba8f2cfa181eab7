import Foundation
import GRDB
import TidemarkCore
import TidemarkLibrary

/// Turns the operations on one bookmark, and on what hangs on it, into what people call its history.
struct HistoryTeller {
    private struct TextPlace: Hashable {
        let row: RowID
        let field: FieldID
    }

    private let merger: SpaceMerger
    private let item: MergeEntry
    private var authors: Authors
    private var names: FolderNames
    /// Rows of the item's placements and highlights.
    private let parts: [RowID: Kind]
    /// Where each placement stands while the story goes on.
    private var places: [RowID: RowID] = [:]
    /// Rows that were made, or are in the trash, while the story goes on.
    private var made: Set<RowID> = []
    private var trashed: Set<RowID> = []
    /// Texts of the item and its highlights, while the story goes on.
    private var texts: [TextPlace: FieldText] = [:]
    private var entries: [HistoryEntry] = []

    init(_ item: MergeEntry, _ merger: SpaceMerger) throws {
        self.merger = merger
        self.item = item
        authors = Authors(merger)
        names = FolderNames(merger.db)
        var parts: [RowID: Kind] = [:]
        for kind in [Kind.placement, .highlight] {
            let rows = try Row.fetchAll(
                merger.db, sql: "SELECT rid FROM \(TableSchema.of(kind).name) WHERE item = ?", arguments: [item.local])
            for row in rows.compactMap({ RowID(bytes: $0.bytes(0)) }) { parts[row] = kind }
        }
        self.parts = parts
    }

    /// Whether an operation may be part of the story. Folders are told apart later.
    func concerns(_ op: Op) -> Bool {
        if op.row == item.row || parts[op.row] != nil { return true }
        guard op.kind == Kind.folder.id else { return false }
        switch op.change {
        case .create, .trash: return true
        default: return false
        }
    }

    /// - Parameter ops: those that concern the item, in any order.
    mutating func tell(_ ops: [Op]) throws -> [HistoryEntry] {
        for op in ops.sorted(by: { $0.version < $1.version }) {
            if op.row == item.row {
                try tell(item: op)
            } else if parts[op.row] == .placement {
                try tell(placement: op)
            } else if parts[op.row] == .highlight {
                try tell(highlight: op)
            } else {
                try tell(folder: op)
            }
        }
        return entries
    }

    private mutating func add(
        _ op: Op, _ change: HistoryEntry.Change, field: String? = nil, value: String? = nil, removed: String? = nil,
        folder: RowID? = nil, fate: HistoryEntry.Fate? = nil
    ) throws {
        entries.append(
            HistoryEntry(
                at: op.stamp == .oldest ? nil : op.stamp.milliseconds, author: try authors.author(of: op.dot.writer),
                action: "\(op.dot.writer.description.prefix(8))-\(op.action)", change: change, field: field,
                value: value, removed: removed, folder: try folder.map { try path(of: $0) }, fate: fate))
    }

    private mutating func path(of folder: RowID) throws -> [String] {
        try names.path(of: merger.find(folder, .folder)?.local ?? 0)
    }

    // MARK: The bookmark

    private mutating func tell(item op: Op) throws {
        switch op.change {
        case .create(let key):
            let wasMade = !made.insert(op.row).inserted
            let wasTrashed = trashed.remove(op.row) != nil
            // Two devices that made it at the same time made it once.
            if !wasMade || wasTrashed { try add(op, wasMade ? .restored : .made, value: wasMade ? nil : key.text) }
        case .trash:
            trashed.insert(op.row)
            try add(op, .trashed)
        case .set(let field, let value):
            guard let field = item.table?.field(field) else { return }
            let words = Self.words(value)
            let cell = item.state[field.id]
            try add(op, words == nil ? .cleared : .set, field: field.name, value: words, fate: fate(op, cell))
        case .lower(let field, let number):
            guard let field = item.table?.field(field) else { return }
            try add(op, .set, field: field.name, value: "\(number)", fate: fate(op, item.state[field.id]))
        case .count(let field, let by, _):
            try add(op, .counted, field: item.table?.field(field)?.name, value: "\(by)")
        case .seed(let field, _), .edit(let field, _):
            guard let field = item.table?.field(field) else { return }
            try tell(text: op, field.id, named: field.name, of: item)
        case .add(let field, let element):
            guard let field = item.table?.field(field) else { return }
            let cell = item.state.cell(.init(field.id, element: element))
            let isShown = cell?.candidates.contains { $0.version.dot == op.dot } ?? false
            try add(op, .tagged, field: field.name, value: element, fate: isShown ? .shown : .replaced)
        case .remove(let field, let element):
            try add(op, .untagged, field: item.table?.field(field)?.name, value: element)
        case .move, .text: break
        }
    }

    private func fate(_ op: Op, _ cell: RowState.Cell?) -> HistoryEntry.Fate {
        guard let cell, let index = cell.candidates.firstIndex(where: { $0.version.dot == op.dot }) else {
            return .replaced
        }
        if cell.candidates[index].value == cell.winner.value { return .shown }
        return .lost
    }

    static func words(_ value: Value) -> String? {
        switch value {
        case .text(let text): text
        case .integer(let number): String(number)
        case .null, .bytes, .row, .place, .rekey, .context: nil
        }
    }

    // MARK: What hangs on it

    private mutating func tell(placement op: Op) throws {
        switch op.change {
        case .create:
            made.insert(op.row)
            guard trashed.remove(op.row) != nil, let folder = places[op.row] else { return }
            try add(op, .placed, folder: folder)
        case .trash:
            trashed.insert(op.row)
            if let folder = places[op.row] { try add(op, .removed, folder: folder) }
        case .set(.place, .place(let folder, _)):
            let before = places.updateValue(folder, forKey: op.row)
            let fate = fate(op, try merger.find(op.row, .placement)?.state[.place])
            guard let before else { return try add(op, .placed, folder: folder, fate: fate) }
            try add(op, before == folder ? .reordered : .moved, folder: folder, fate: fate)
        default: break
        }
    }

    private mutating func tell(highlight op: Op) throws {
        let quote = try merger.find(op.row, .highlight)?.text(.quote)
        switch op.change {
        case .create where made.insert(op.row).inserted: try add(op, .highlighted, value: quote)
        case .create where trashed.remove(op.row) != nil:
            try add(op, .restored, field: "highlight", value: quote)
        case .trash:
            trashed.insert(op.row)
            try add(op, .trashed, field: "highlight", value: quote)
        case .seed(.note, _), .edit(.note, _):
            guard let highlight = try merger.find(op.row, .highlight) else { return }
            try tell(text: op, .note, named: "note of a highlight", of: highlight)
        default: break
        }
    }

    /// Merges texts once more, op by op, to see what each has brought and taken.
    private mutating func tell(text op: Op, _ field: FieldID, named name: String, of row: MergeEntry) throws {
        let place = TextPlace(row: row.row, field: field)
        let before = texts[place]?.text ?? ""
        // Nil for what only takes away: that is in force for ever.
        var written: Dot? = op.dot
        switch op.change {
        case .seed(_, let text):
            written = .seed(of: text)
            if texts[place] == nil { texts[place] = .seed(text) } else { texts[place]?.merge(seed: text) }
        case .edit(_, let change) where !change.isEmpty && change.isPossible(op.dot):
            texts[place, default: .sequence(TextSequence())].merge(change, dot: op.dot)
            if change.pieces.isEmpty { written = nil }
        default: return
        }
        let after = texts[place]?.text ?? ""
        // The same first text on a second device.
        if after == before { return }
        let isShown = written.map { row.state.texts[field]?.shows($0) == true } ?? true
        let fate: HistoryEntry.Fate = isShown ? .shown : .replaced
        if before.isEmpty { return try add(op, .set, field: name, value: after, fate: fate) }
        if after.isEmpty { return try add(op, .cleared, field: name, fate: fate) }
        let (gone, come) = TextDifference.words(from: before, to: after)
        try add(op, .edited, field: name, value: Self.joined(come), removed: Self.joined(gone), fate: fate)
    }

    static func joined(_ parts: [String]) -> String? {
        let words = parts.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }.filter { !$0.isEmpty }
        return words.isEmpty ? nil : words.joined(separator: " … ")
    }

    private mutating func tell(folder op: Op) throws {
        let isMaking = made.insert(op.row).inserted
        var isTrashing = false
        if case .trash = op.change { isTrashing = true }
        if isTrashing { trashed.insert(op.row) } else if trashed.remove(op.row) == nil || isMaking { return }
        let holds = try places.contains { placement, folder in
            try !trashed.contains(placement)
                && (folder == op.row || merger.folders.ancestors(of: folder).contains(op.row))
        }
        if holds { try add(op, isTrashing ? .folderTrashed : .folderRestored, folder: op.row) }
    }
}
