import GRDB
package import TidemarkCore
import TidemarkLibrary

/// Making one bookmark of several that show one page.
extension Edit {
    /// Unites groups of bookmarks. The first of each gets the tags, notes, highlights, openings, places and names at
    /// sources of the others, and the earliest date; the others go to the trash. Where their addresses are others by more than spelling, they
    /// are added to the note. It is read if one of them is, a favourite if one is, and archived if all are.
    ///
    /// Those that went to the trash since somebody looked are left out.
    ///
    /// - Returns: how many bookmarks went to the trash.
    package func unite(_ groups: [[RowID]]) throws -> Int {
        // All reading comes first: each look after a change would write the change out.
        let loaded = try groups.map { rows in
            try rows.map { try Copy($0, self) }.filter { !$0.isTrashed }
        }
        var removed = 0
        for copies in loaded where copies.count > 1 {
            try unite(copies)
            for copy in copies.dropFirst() {
                try trash(item: copy.row)
                removed += 1
            }
        }
        return removed
    }

    private struct Copy {
        let row: RowID
        let item: MergeEntry
        let isTrashed: Bool
        let places: [(folder: RowID, key: OrderKey)]
        let highlights: [HighlightRecord]

        init(_ row: RowID, _ edit: Edit) throws {
            self.row = row
            item = try edit.merger.entry(row, .item)
            isTrashed = try edit.trashState(of: item) != .living
            places = try edit.placements(of: row).compactMap { placement in
                try edit.merger.entry(placement.row, .placement).place
            }
            highlights = try Replica.highlights(of: item.local, edit.merger.db)
        }

        func isSet(_ field: FieldID) -> Bool { item.integer(field) == 1 }
    }

    private func unite(_ copies: [Copy]) throws {
        let kept = copies[0]
        let others = copies.dropFirst()
        if kept.item.text(.title)?.isEmpty ?? true {
            let title = others.lazy.compactMap { $0.item.text(.title) }.first { !$0.isEmpty }
            if let title { try retitle(item: kept.row, title) }
        }
        for tag in others.flatMap({ $0.item.state.elements(of: .tags) }) { try addTag(kept.row, tag) }
        for origin in others.flatMap({ $0.item.state.elements(of: .origins) })
        where try merger.entry(kept.row, .item).state.cell(.init(.origins, element: origin)) == nil {
            try emit(kept.row, .item, .add(.origins, origin))
        }
        try writeNote(item: kept.row, note(of: copies))
        for date in others.compactMap({ $0.item.integer(.addedAt) }) { try lower(kept.row, .item, .addedAt, date) }
        for (field, isNeeded) in [
            (FieldID.unread, copies.allSatisfy { $0.isSet(.unread) }),
            (.archived, copies.allSatisfy { $0.isSet(.archived) }),
            (.favourite, copies.contains { $0.isSet(.favourite) }),
            (.isPrivate, copies.contains { $0.isSet(.isPrivate) }),
        ] where kept.isSet(field) != isNeeded {
            try set(kept.row, .item, field, .integer(isNeeded ? 1 : 0))
        }
        if let progress = copies.compactMap({ $0.item.integer(.progress) }).max() {
            try set(kept.row, .item, .progress, .integer(progress))
        }
        for copy in others {
            // Both together stay what they were, so that taking it back does too.
            guard let opens = copy.item.state.sum(of: .opens), opens != 0 else { continue }
            try count(kept.row, .item, .opens, by: opens)
            try count(copy.row, .item, .opens, by: -opens)
        }
        for highlight in others.flatMap(\.highlights) { try self.highlight(kept.row, highlight) }
        var folders = Set(kept.places.map(\.folder))
        for place in others.flatMap(\.places) where folders.insert(place.folder).inserted {
            try put(kept.row, in: place.folder, at: place.key)
        }
    }

    private func note(of copies: [Copy]) -> String {
        var note = copies[0].item.text(.note) ?? ""
        func add(_ text: String) {
            if !text.isEmpty, !note.contains(text) { note += (note.isEmpty ? "" : "\n") + text }
        }
        let address = copies[0].item.text(.url).flatMap(DuplicateFinder.looseAddress)
        for copy in copies.dropFirst() {
            add(copy.item.text(.note) ?? "")
            if let url = copy.item.text(.url), DuplicateFinder.looseAddress(url) != address { add(url) }
        }
        return note
    }

    /// Shows an item in a folder where something else stood.
    private func put(_ item: RowID, in folder: RowID, at key: OrderKey) throws {
        let (row, name, _) = try naturalRow(.placement, rows: [item, folder], text: "") { entry in
            entry.place?.folder == folder || entry.place == nil
        }
        try create(row, .placement, key: name)
        try set(row, .placement, .place, .place(folder, key))
    }
}
