import GRDB
package import TidemarkCore
import TidemarkLibrary

/// Into the trash and out of it.
extension Edit {
    enum TrashState: Int {
        case living = 0
        case trashed = 1
        /// All its folders are in the trash.
        case withFolder = 2
    }

    func trashState(of item: MergeEntry) throws -> TrashState {
        try merger.flush()
        let state = try Int.fetchOne(
            merger.db.cachedStatement(sql: "SELECT trashed FROM item WHERE id = ?"), arguments: [item.local])
        return state.flatMap(TrashState.init(rawValue:)) ?? .living
    }

    package func trash(item: RowID) throws { try trash(item, .item) }

    /// Takes along what is in the folder.
    package func trash(folder: RowID) throws { try trash(folder, .folder) }

    /// Takes an item out of the trash; to the top level where all its folders are in the trash.
    ///
    /// - Returns: whether it was in the trash.
    @discardableResult
    package func restore(item: RowID) throws -> Bool {
        guard let entry = try merger.find(item, .item), try trashState(of: entry) != .living, !entry.isErased else {
            return false
        }
        try restore(item, .item)
        if try trashState(of: merger.entry(item, .item)) == .withFolder { try place(item, in: .root) }
        return true
    }

    /// Takes a folder out of the trash, with what went along; to the top level where a folder above it is in the trash.
    ///
    /// - Returns: whether it went to the top level.
    @discardableResult
    package func restore(folder: RowID) throws -> Bool {
        try restore(folder, .folder)
        let isBelowTrash = try merger.folders.ancestors(of: folder).contains { ancestor in
            guard ancestor != .root, let entry = try merger.find(ancestor, .folder) else { return false }
            return TrashView.isTrashed(entry, also: try merger.lastMove(of: ancestor))
        }
        if isBelowTrash { try move(folder: folder, to: .root) }
        return isBelowTrash
    }
}
