import TidemarkCore
import TidemarkLibrary

/// Notes what the ops of one transaction of a deed replace. Sealing drops values that were replaced before anybody saw them,
/// so this is the only place where they stay.
struct DeedRecorder {
    private var order: [DeedEffect.Cell] = []
    private var effects: [DeedEffect.Cell: DeedEffect] = [:]
    /// Rows that the deed made: what it does to them after that goes away with them.
    private var made: Set<RowID> = []

    var recorded: [DeedEffect] { order.compactMap { effects[$0] } }

    /// Notes an op that is about to be merged.
    mutating func note(
        _ change: Op.Change, as dot: Dot, of row: RowID, _ kind: Kind, _ merger: SpaceMerger
    ) throws {
        // What was published stays published, and what was read is no deed.
        guard kind != .revision, kind != .readMark else { return }
        if case .set(.erased, _) = change { return }
        guard !made.contains(row), let effect = try Self.effect(of: change, as: dot, row, kind, merger) else {
            return
        }
        note(effect)
    }

    /// Notes an op that was made elsewhere, unless something newer stands where it would: then there is nothing to take back.
    mutating func note(replayed op: Op, _ merger: SpaceMerger) throws {
        guard let kind = Kind(op.kind), !made.contains(op.row) else { return }
        let newest: Version?
        switch op.change {
        case .set(let field, _): newest = try merger.entry(op.row, kind).state[field]?.winner.version
        case .move: newest = try merger.folders.place(of: op.row)?.move
        default: newest = nil
        }
        if let newest, newest > op.version, !op.seen.contains(newest.dot) { return }
        try note(op.change, as: op.dot, of: op.row, kind, merger)
    }

    /// Notes what no op says by itself.
    mutating func note(_ effect: DeedEffect) {
        if effect.change == .made { made.insert(effect.row) }
        let cell = effect.cell
        if let earlier = effects[cell] {
            effects[cell] = earlier.followed(by: effect)
        } else {
            order.append(cell)
            effects[cell] = effect
        }
    }

    private static func effect(
        of change: Op.Change, as dot: Dot, _ row: RowID, _ kind: Kind, _ merger: SpaceMerger
    ) throws -> DeedEffect? {
        let entry = try merger.entry(row, kind)
        func effect(_ change: DeedEffect.Change) -> DeedEffect { DeedEffect(kind: kind.id, row: row, change: change) }
        switch change {
        case .create:
            guard entry.state.exists else { return effect(.made) }
            return entry.state.trashMarks.isEmpty ? nil : effect(.restored)
        case .trash:
            // What is in the trash stays there when a second trashing is taken back.
            let isTrashed = !entry.state.trashMarks.isEmpty && TrashView.isTrashed(entry, also: [])
            return isTrashed ? nil : effect(.trashed)
        case .set(.rekey, _): return nil
        case .set(.place, let value):
            let before = entry.place.map { Value.place($0.folder, $0.key) } ?? .null
            return effect(.register(.place, before: before, after: value))
        case .set(let field, let value):
            let before = entry.value(field)
            return before == value ? nil : effect(.register(field, before: before, after: value))
        case .seed(let field, let text):
            guard var held = entry.state.texts[field] else { return effect(.text(field, before: "", after: text)) }
            let before = held.text
            held.merge(seed: text)
            return before == held.text ? nil : effect(.text(field, before: before, after: held.text))
        case .edit(let field, let text):
            let held = entry.state.texts[field]
            var changed = held ?? .sequence(TextSequence())
            changed.merge(text, dot: dot)
            let (before, after) = (held?.text ?? "", changed.text)
            return before == after ? nil : effect(.text(field, before: before, after: after))
        case .text: return nil
        case .add(let field, let tag):
            let wasThere = entry.state.cell(.init(field, element: tag)) != nil
            return effect(.tag(field, tag, wasThere: wasThere, isThere: true))
        case .remove(let field, let tag): return effect(.tag(field, tag, wasThere: true, isThere: false))
        case .lower(let field, let number):
            // A restored archive may say again what is known.
            if let held = entry.integer(field), held <= number { return nil }
            return effect(.lowered(field))
        case .count(let field, let by, _): return effect(.counted(field, by))
        case .move(let parent, let key):
            let before = try merger.place(ofFolder: entry)
            return effect(.moved(before: before, after: .init(parent: parent, key: key)))
        }
    }
}

extension SpaceMerger {
    /// Where a folder is, under the key that a rekeying gave it.
    func place(ofFolder folder: MergeEntry) throws -> DeedEffect.Place? {
        try folders.place(of: folder.row).map { place in
            DeedEffect.Place(parent: place.parent, key: folder.rekeyed(place.move.dot) ?? place.key)
        }
    }
}
