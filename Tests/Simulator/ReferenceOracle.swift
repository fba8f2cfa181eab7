import TestSupport
import TidemarkCore
import TidemarkLibrary
import TidemarkReplica

/// The tables say what the reference model says of all ops.
struct ReferenceOracle {
    let replica: Replica
    let model: ReferenceModel
    /// Rows of placements and highlights by the item that they hang on.
    private(set) var hanging: [RowID: [(row: RowID, kind: Kind)]] = [:]
    private var folders: Set<RowID> = []
    private(set) var items: Set<RowID> = []
    private(set) var verdicts: [RowID: NaturalKey] = [:]

    static func check(_ world: World) throws -> [String] {
        let replica = world.devices[world.devices.count - 1].replica
        guard let shelf = try replica.spaces().first(where: { $0.kind == .shelf }) else { return ["no shelf"] }
        let oracle = ReferenceOracle(replica, try replica.operations(shelf.sid))
        return try oracle.bookmarks() + oracle.parts() + oracle.ownVerdicts() + oracle.tree() + oracle.order()
    }

    private init(_ replica: Replica, _ ops: [Op]) {
        self.replica = replica
        model = ReferenceModel(ops)
        for op in model.ops {
            switch Kind(op.kind) {
            case .item: items.insert(op.row)
            case .folder: folders.insert(op.row)
            case .ownVerdict:
                if case .create(let key) = op.change { verdicts[op.row] = key }
            case .placement, .highlight:
                if case .create(let key) = op.change, let item = key.rows.first, let kind = Kind(op.kind),
                    hanging[item]?.contains(where: { $0.row == op.row }) != true
                {
                    hanging[item, default: []].append((op.row, kind))
                }
            default: break
            }
        }
    }

    // MARK: Bookmarks

    private func bookmarks() throws -> [String] {
        var wrong: [String] = []
        var filter = BookmarkFilter()
        let living = try replica.bookmarks(filter)
        filter.trash = true
        let shown = Dictionary((living + (try replica.bookmarks(filter))).map { ($0.id, $0) }) { a, _ in a }
        let folderTrash = folders.contains { isMarked($0) }
        for row in items.sorted() where model.exists(row) {
            let trashed = isTrashed(row, .item)
            guard let bookmark = shown[row.description] else {
                // The trash was emptied of it.
                if (trashed || folderTrash) && model.register(row, .erased)?.winner == .integer(1) { continue }
                wrong.append("\(row) exists and is shown nowhere")
                continue
            }
            if trashed && !bookmark.trashed { wrong.append("\(row) has risen from the trash") }
            if !trashed && bookmark.trashed && !folderTrash { wrong.append("\(row) is in the trash for no reason") }
            let title = model.register(row, .title)?.winner ?? .null
            if title != (bookmark.title.isEmpty ? .null : .text(bookmark.title)) { wrong.append("title of \(row)") }
            if Set(bookmark.tags) != model.elements(row, .tags) { wrong.append("tags of \(row)") }
            if bookmark.unread != (model.register(row, .unread)?.winner == .integer(1)) {
                wrong.append("unread of \(row)")
            }
            if bookmark.addedAt != model.minimum(row, .addedAt) { wrong.append("date of \(row)") }
            if bookmark.note != model.text(row, .note) ?? "" { wrong.append("note of \(row)") }
        }
        return wrong
    }

    private func isMarked(_ row: RowID) -> Bool {
        model.live(row).contains { if case .trash = $0.change { true } else { false } }
    }

    private func isTrashed(_ row: RowID, _ kind: Kind) -> Bool {
        var content = model.content(row, isContent: TableSchema.of(kind).isContent)
        for (row, kind) in hanging[row] ?? [] {
            content += model.content(row, isContent: TableSchema.of(kind).isContent)
        }
        return model.isTrashed(row, content: content)
    }

    // MARK: Folders

    private func tree() throws -> [String] {
        var wrong: [String] = []
        let places = model.tree
        let hasTrash = folders.contains { isMarked($0) }
        for path in try replica.folderPaths() where path.isEmpty { wrong.append("a folder without a path") }
        for folder in folders.sorted() where model.exists(folder) && places[folder] == nil {
            wrong.append("folder \(folder) is nowhere")
        }
        // A path leads to the folder that has the names, one below the other.
        for path in Set(try replica.folderPaths()) {
            guard let row = try folder(at: path), let parent = try folder(at: Array(path.dropLast())) else { continue }
            if model.register(row, .title)?.winner != .text(path[path.count - 1]) { wrong.append("name of \(path)") }
            // One that was kept out of the trash is shown further up.
            if !hasTrash, places[row]?.parent != parent { wrong.append("place of \(path)") }
        }
        return wrong
    }

    /// Nil where another folder of the same name stands before it, and the path leads there.
    private func folder(at path: [String]) throws -> RowID? {
        do {
            return path.isEmpty ? .root : try replica.find(folder: path)
        } catch ReplicaError.notFound {
            return nil
        }
    }

    /// What stands in a folder stands there in the order of its keys.
    private func order() throws -> [String] {
        var wrong: [String] = []
        for path in Set(try replica.folderPaths()) {
            guard let folder = try folder(at: path) else { continue }
            var filter = BookmarkFilter()
            filter.folder = path
            var last: OrderKey?
            for bookmark in try replica.bookmarks(filter) {
                guard let row = RowID(hex: bookmark.id) else { continue }
                let keys = (hanging[row] ?? []).compactMap { hung in
                    hung.kind == .placement ? key(of: hung.row, in: folder) : nil
                }
                // One that was kept out of the trash may be shown in a folder where it does not stand.
                guard !bookmark.rescued, let key = keys.min() else { continue }
                if let last, key < last { wrong.append("order of \(path)") }
                last = key
            }
        }
        return wrong
    }

    private func key(of placement: RowID, in folder: RowID) -> OrderKey? {
        guard model.exists(placement), !isTrashed(placement, .placement),
            let winner = model.winner(placement, .place), case .set(_, .place(folder, let key)) = winner.change
        else { return nil }
        for op in model.live(placement).reversed() {
            if case .set(.rekey, .rekey(let newer, of: winner.dot)) = op.change { return newer }
        }
        return key
    }
}
