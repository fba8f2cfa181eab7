import GRDB
package import TidemarkCore
import TidemarkLibrary

/// What a person does with bookmarks and folders.
extension Edit {
    // MARK: Folders

    /// The folder at a path, made where it is missing; the root for an empty path.
    package func folder(at path: [String]) throws -> RowID {
        try path.reduce(.root) { parent, name in try folder(named: name, in: parent) }
    }

    /// The living child of that name, or a new one.
    func folder(named name: String, in parent: RowID, dated: Stamp? = nil, forImport: Bool = false) throws -> RowID {
        let name = name.withoutNUL
        let wanted = NaturalKey(rows: [parent], text: name)
        if let known = folders[wanted] { return known }
        if let found = try find(folder: name, in: parent) {
            folders[wanted] = found
            return found
        }
        let (row, key, existing) = try naturalRow(.folder, rows: [parent], text: name) { entry in
            // A person who renamed an imported folder wants it to stay one when the file is read again.
            guard !TrashView.isTrashed(entry, also: []) else { return false }
            return forImport
        }
        folders[wanted] = row
        guard existing == nil else { return row }
        try create(row, .folder, key: key, dated: dated)
        try set(row, .folder, .title, .text(name), dated: dated)
        let at = dated == nil ? try self.key(at: .end, in: parent, except: nil) : try importKey(in: parent)
        try emit(row, .folder, .move(parent: parent, at), above: merger.folders.newestStamp())
        return row
    }

    /// A folder by name that is not in the trash; the first in order where several fit.
    func find(folder name: String, in parent: RowID) throws -> RowID? {
        guard let local = try merger.find(parent, .folder)?.local ?? (parent == .root ? 0 : nil) else { return nil }
        return try Row.fetchOne(
            merger.db.cachedStatement(
                sql: """
                    SELECT rid FROM folder WHERE space = ? AND parent = ? AND title = ? AND present AND trashed = 0
                    ORDER BY order_key, rid LIMIT 1
                    """), arguments: [space.id, local, name]
        ).flatMap { RowID(bytes: $0.bytes(0)) }
    }

    /// Puts a folder elsewhere. A move carries a stamp above every move merged so far, so that all replicas judge it after
    /// the tree that its author saw.
    package func move(folder: RowID, to parent: RowID, at position: Position = .end) throws {
        guard folder != parent, try !merger.folders.ancestors(of: parent).contains(folder) else {
            throw ReplicaError.refused("A folder cannot be moved into itself or into a folder below it.")
        }
        let key = try key(at: position, in: parent, except: folder)
        try emit(folder, .folder, .move(parent: parent, key), above: merger.folders.newestStamp())
    }

    package func rename(folder: RowID, to name: String) throws { try set(folder, .folder, .title, .text(name)) }

    // MARK: Items

    /// What `add` was told.
    package struct NewItem: Sendable {
        package var url: String
        package var title: String?
        package var tags: [String]
        package var note: String?

        package init(url: String, title: String? = nil, tags: [String] = [], note: String? = nil) {
            self.url = url
            self.title = title
            self.tags = tags
            self.note = note
        }
    }

    /// Collects an address: makes the item, or adds to the one that is there. From the trash it comes back whole: every
    /// field is written again.
    ///
    /// - Throws: `AddressRefusal` for an address that is none.
    package func add(_ new: NewItem) throws -> (row: RowID, isNew: Bool) {
        let address = try AddressNormalizer.key(of: new.url)
        let (row, key, existing) = try item(for: address)
        let wasTrashed = existing.map { $0.state[.trash] != nil } ?? false
        if let existing, existing.isErased, try trashState(of: existing) != .living { try forget(item: row) }
        try create(row, .item, key: key)
        if existing == nil || wasTrashed {
            try set(row, .item, .url, .text(new.url), force: wasTrashed)
            try lower(row, .item, .addedAt, environment.now())
        }
        let held = try merger.entry(row, .item).text(.title)
        if let title = new.title ?? (wasTrashed ? held : nil) {
            try set(row, .item, .title, .text(title), force: wasTrashed)
        }
        for tag in new.tags { try addTag(row, tag) }
        if let note = new.note {
            let before = try merger.entry(row, .item).state.texts[.note]?.text ?? ""
            try write(row, .item, .note, before.isEmpty || before == note ? note : before + "\n" + note)
        }
        return (row, existing == nil)
    }

    /// The row that an address belongs to, under the rule of natural ids.
    func item(for address: String) throws -> (row: RowID, key: NaturalKey, existing: MergeEntry?) {
        try naturalRow(.item, text: address) { entry in
            guard let url = entry.text(.url) else { return true }
            return (try? AddressNormalizer.key(of: url)) == address
        }
    }

    // MARK: Placements

    /// Puts an item into a folder, besides the folders it is in.
    @discardableResult
    package func place(_ item: RowID, in folder: RowID, at position: Position = .end) throws -> RowID {
        if position == .end, let there = try placements(of: item).first(where: { $0.folder == folder }) {
            return there.row
        }
        let (row, key, existing) = try naturalRow(.placement, rows: [item, folder], text: "") { entry in
            entry.place?.folder == folder || entry.place == nil
        }
        try create(row, .placement, key: key)
        if position != .end || existing?.place == nil {
            let at = try self.key(at: position, in: folder, except: row)
            try set(row, .placement, .place, .place(folder, at))
        }
        return row
    }

    /// Moves an item from one folder to another, with all placements that show it there.
    ///
    /// - Parameter from: may be nil when the item is in one folder at most.
    package func move(_ item: RowID, from: RowID? = nil, to folder: RowID, at position: Position = .end) throws {
        let all = try placements(of: item)
        let sources = Set(all.map(\.folder))
        guard from != nil || sources.count <= 1 else {
            throw ReplicaError.refused("This bookmark is in \(sources.count) folders: say which one with --from.")
        }
        let moved = all.filter { from == nil || $0.folder == from }
        if moved.isEmpty {
            guard from == nil else { throw ReplicaError.notFound("The bookmark is not in that folder.") }
            try place(item, in: folder, at: position)
            return
        }
        for placement in moved {
            let key = try key(at: position, in: folder, except: placement.row)
            try set(placement.row, .placement, .place, .place(folder, key))
        }
    }

    /// Takes an item out of one folder; whether it was in it.
    @discardableResult
    package func unplace(_ item: RowID, from folder: RowID) throws -> Bool {
        let leaving = try placements(of: item).filter { $0.folder == folder }
        for placement in leaving { try trash(placement.row, .placement) }
        return !leaving.isEmpty
    }

    /// The living placements of an item.
    func placements(of item: RowID) throws -> [(row: RowID, folder: RowID)] {
        try merger.flush()
        let local = try merger.local(item, .item)
        let rows = try Row.fetchAll(
            merger.db.cachedStatement(
                sql: "SELECT rid, folder FROM placement WHERE item = ? AND present AND trashed = 0 ORDER BY id"),
            arguments: [local])
        return try rows.compactMap { row in
            guard let id = RowID(bytes: row.bytes("rid")), let folder = row["folder"] as Int64? else { return nil }
            return (id, try merger.row(folder, .folder))
        }
    }
}
