import GRDB
import TidemarkCore
import TidemarkLibrary
import TidemarkWire

/// Imports never beat people: they fill only what is empty, carry the source's dates as stamps, leave the trash alone, and
/// put nothing back where a person has moved it.
extension Edit {
    func take(_ record: ImportRecord, _ session: inout ImportSession) throws {
        switch record {
        case .refused(let line, let reason, let text):
            session.note(.refused, line: line, url: String(text.prefix(200)), reason: reason)
        case .skipped(let line, let reason, let text):
            session.note(.skipped, line: line, url: String(text.prefix(200)), reason: reason)
        case .folder(let record):
            let folder = try folder(at: record.path, &session)
            guard try merger.find(folder, .folder) != nil else { return }
            let dated = stamp(record.addedAt)
            if !record.note.isEmpty, try merger.entry(folder, .folder).state.texts[.note] == nil {
                try write(folder, .folder, .note, record.note, dated: dated)
            }
            if let added = record.addedAt { try lower(folder, .folder, .addedAt, added, dated: dated) }
        case .bookmark(let record): try take(record, &session)
        }
    }

    private func take(_ record: BookmarkRecord, _ session: inout ImportSession) throws {
        let address: String
        do {
            address = try AddressNormalizer.key(of: record.url)
        } catch {
            session.note(.refused, line: record.line, url: String(record.url.prefix(200)), reason: "\(error)")
            return
        }
        let longest = record.highlights.map(\.note.utf8.count).max() ?? 0
        guard max(record.note.utf8.count, longest) <= Self.maximumText else {
            let reason = "a note of it is longer than \(Self.maximumText) bytes"
            session.note(.refused, line: record.line, url: record.url, reason: reason)
            return
        }
        let (row, key, existing) = try item(for: address)
        let isOwn = session.made.contains(row)
        if let existing, !isOwn, try isInTrash(existing) {
            let reason = existing.isErased ? "it was deleted: add it by hand" : "it is in the trash: restore it there"
            session.note(.skipped, line: record.line, url: record.url, reason: reason)
            return
        }
        let before = ops.count
        try fill(row, key: key, from: record, unite: existing == nil || isOwn)
        for highlight in record.highlights { try take(highlight, of: row) }
        if existing == nil { session.noteMade(row) }
        if !record.folder.isEmpty || existing == nil || isOwn {
            try place(row, wasThere: existing != nil && !isOwn, at: record, &session)
        }
        let outcome: ImportOutcome = existing == nil ? .imported : ops.count > before ? .merged : .unchanged
        session.note(outcome, line: record.line, url: record.url)
    }

    private func fill(_ row: RowID, key: NaturalKey, from record: BookmarkRecord, unite: Bool) throws {
        let dated = stamp(record.modifiedAt ?? record.addedAt)
        try create(row, .item, key: key, dated: dated)
        let entry = try merger.entry(row, .item)
        func fill(_ field: FieldID, _ value: Value) throws {
            if entry.state[field] == nil { try set(row, .item, field, value, dated: dated) }
        }
        try fill(.url, .text(record.url))
        if !record.title.isEmpty { try fill(.title, .text(record.title)) }
        if record.unread { try fill(.unread, .integer(1)) }
        if record.favourite { try fill(.favourite, .integer(1)) }
        if record.archived { try fill(.archived, .integer(1)) }
        if let progress = record.progress { try fill(.progress, .integer(Int64(progress))) }
        if let isPrivate = record.isPrivate { try fill(.isPrivate, .integer(isPrivate ? 1 : 0)) }
        if !record.note.isEmpty {
            // Two entries of one file for one address: neither description is lost.
            let there = entry.state.texts[.note]?.text ?? ""
            if there.isEmpty {
                try write(row, .item, .note, record.note, dated: dated)
            } else if unite, !there.contains(record.note) {
                try write(row, .item, .note, there + "\n" + record.note)
            }
        }
        if unite || entry.state.elements(of: .tags).isEmpty {
            for tag in record.tags { try addTag(row, tag, dated: dated) }
        }
        if let origin = record.origin, entry.state.cell(.init(.origins, element: origin)) == nil {
            try emit(row, .item, .add(.origins, origin), dated: dated)
        }
        if let added = record.addedAt { try lower(row, .item, .addedAt, added, dated: dated) }
    }

    private func place(
        _ row: RowID, wasThere: Bool, at record: BookmarkRecord, _ session: inout ImportSession
    ) throws {
        let folder = try folder(at: record.folder, &session)
        let key = NaturalKey(rows: [row, folder], text: "")
        let placement = key.rowID(kind: Kind.placement.id, space: space.sid)
        if try merger.find(placement, .placement)?.state.exists == true { return }
        if wasThere, try placements(of: row).contains(where: { $0.folder == folder }) { return }
        let dated = stamp(record.addedAt)
        try create(placement, .placement, key: key, dated: dated)
        try set(placement, .placement, .place, .place(folder, try importKey(in: folder)), dated: dated)
    }

    private func folder(at path: [String], _ session: inout ImportSession) throws -> RowID {
        if let known = session.folders[path] { return known }
        guard let name = path.last else { return .root }
        let parent = try folder(at: path.dropLast(), &session)
        let before = ops.count
        let folder = try folder(named: name, in: parent, dated: .oldest, forImport: true)
        if ops.count > before { session.madeFolder() }
        session.folders[path] = folder
        return folder
    }

    /// A key after everything that this import has appended to the folder, and after what was there when it began.
    func importKey(in folder: RowID) throws -> OrderKey {
        if let (base, count) = importedKeys[folder], count < (1 << 24) - 2 {
            importedKeys[folder] = (base, count + 1)
            return base.numbered(count)
        }
        let base = try key(at: .end, in: folder, except: nil)
        importedKeys[folder] = (base, 1)
        return base.numbered(0)
    }

    private func isInTrash(_ entry: MergeEntry) throws -> Bool {
        try Bool.fetchOne(
            merger.db.cachedStatement(sql: "SELECT trashed <> 0 FROM item WHERE id = ?"), arguments: [entry.local])
            ?? false
    }

    /// A date of the source as a stamp. What lies in the future is taken as now.
    func stamp(_ milliseconds: Int64?) -> Stamp {
        guard let milliseconds, milliseconds > 0 else { return .oldest }
        return Stamp(milliseconds: min(milliseconds, environment.now()))
    }
}
