import GRDB
import TidemarkCore
import TidemarkLibrary

/// Writing back what changed.
extension SpaceMerger {
    /// Writes what changed, and everything that is derived from it.
    ///
    /// - Parameter movesMayWait: whether there will be another flush in this transaction. As long as no folder is in the
    ///   trash, nothing but the folders' own rows depends on where they are, and one look at all moves is cheaper than many.
    func flush(movesMayWait: Bool = false) throws {
        let waits = try movesMayWait && folders.hasPending && !mayBeInTrash()
        if !waits { try touchMoved() }
        var written: [RowSlot] = []
        // Writing a row may name rows that nothing was known of: go on until there are none left.
        while !changed.isEmpty {
            let batch = changed.sorted(by: RowSlot.isBefore)
            changed = []
            for slot in batch {
                try save(slot)
                if let before = slot.digest, let after = try digests.stored(slot.entry) {
                    try digests.replace(before, by: after, in: slot.kind)
                    slot.digest = after
                }
                written.append(slot)
                slot.isChanged = false
                slot.entry.isNew = false
                // Taken out of the trash in the same transaction, it is still one whose columns must be looked at.
                if slot.entry.state.isMarked { slot.entry.wasTrashed = true }
            }
        }
        let shown = written.filter { $0.kind == Kind.folder.id }
        if waits { unplaced.formUnion(shown.map(\.row)) } else { try writePlaces(of: shown.lazy.map(\.entry)) }
        try TrashView(self).update(changed: written)
        try writers.store(vector, before: vectorAtStart)
        try digests.store()
    }

    /// Whether any folder is in the trash, or may come to be there with what is about to be written.
    private func mayBeInTrash() throws -> Bool {
        if changed.contains(where: { $0.kind == Kind.folder.id && ($0.entry.state.isMarked || $0.entry.wasTrashed) }) {
            return true
        }
        return try hasTrash()
    }

    /// Whether a folder of the space is in the trash, as it is written.
    func hasTrash() throws -> Bool {
        try db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM folder WHERE space = ? AND trashed = 1)")
            .first([.integer(space.id)]) { $0.integer(0) == 1 } == true
    }

    private func touchMoved() throws {
        for node in try folders.takeMoved() {
            unplaced.remove(node)
            try touch(node, .folder)
            // The row of its parent must be there before it is pointed at.
            if let parent = try folders.place(of: node)?.parent { _ = try local(parent, .folder) }
        }
        for node in unplaced.sorted() { try touch(node, .folder) }
        unplaced = []
    }

    /// Has a row's columns written anew.
    func touch(_ row: RowID, _ kind: Kind) throws {
        keep(try slot(row, kind.id))
    }

    /// Where folders are, the log of moves says; their rows only show it.
    private func writePlaces(of rows: some Sequence<MergeEntry>) throws {
        for folder in rows {
            let place = try folders.place(of: folder.row)
            let key = place.map { folder.rekeyed($0.move.dot) ?? $0.key }
            let parent = try place.map { try local($0.parent, .folder) } ?? 0
            try db.cachedStatement(
                sql: """
                    UPDATE folder SET parent = ?, order_key = ?, move_stamp = ?, move_writer = ?, move_number = ? WHERE id = ?
                    """
            ).run(
                [.integer(parent), SQLValue(key?.bytes)], folders.reference(to: place), [.integer(folder.local)])
        }
    }
}
