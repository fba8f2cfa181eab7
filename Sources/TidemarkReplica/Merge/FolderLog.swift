import GRDB
import TidemarkCore

/// Where the folders of one space are, for one transaction: the log of all moves, and the place that each folder has come to.
///
/// A move that is newer than all of the log is judged by the places on the way up from where it goes. The log itself is only
/// read where a move arrives late.
final class FolderLog {
    private let db: Database
    private let space: SpaceRecord
    private let writers: WriterTable
    /// Moves of this transaction that are not in the log yet.
    private var pending: [FolderTree.Move] = []
    /// The whole log, once a move was late or somebody asked.
    private var loaded: FolderTree?
    /// Places that were read or made here, as long as nothing is loaded.
    private var places: [RowID: FolderTree.Place?] = [:]
    private var newest: Version?
    private var isNewestKnown = false
    /// Folders whose rows do not show their places yet.
    private var moved: Set<RowID> = []

    init(_ db: Database, _ space: SpaceRecord, _ writers: WriterTable) {
        self.db = db
        self.space = space
        self.writers = writers
    }

    /// Merges a move, at the latest when a place is asked for.
    func add(_ move: FolderTree.Move) { pending.append(move) }

    /// Whether moves wait to be merged.
    var hasPending: Bool { !pending.isEmpty }

    // MARK: Reading

    /// Nil for a folder that was never placed, which hangs below the root.
    func place(of folder: RowID) throws -> FolderTree.Place? {
        try settle()
        return try settledPlace(of: folder)
    }

    /// The folder's ancestors from its parent up to, without, the root.
    func ancestors(of folder: RowID) throws -> [RowID] {
        try settle()
        var result: [RowID] = []
        var next = try settledPlace(of: folder)?.parent ?? .root
        while next != .root {
            result.append(next)
            next = try settledPlace(of: next)?.parent ?? .root
        }
        return result
    }

    /// The newest stamp of any move: a new move must exceed it, or it might be slotted in below one its author saw.
    func newestStamp() throws -> Stamp {
        try settle()
        return try newestVersion()?.stamp ?? Stamp(rawValue: 0)
    }

    /// All moves. Cost: reads the whole log, once.
    func tree() throws -> FolderTree {
        try settle()
        return try load()
    }

    /// Folders whose places have changed since this was last asked.
    func takeMoved() throws -> [RowID] {
        try settle()
        defer { moved = [] }
        return moved.sorted()
    }

    private func settledPlace(of folder: RowID) throws -> FolderTree.Place? {
        if let loaded { return loaded.place(of: folder) }
        if let known = places[folder] { return known }
        let place = try db.cachedStatement(
            sql: """
                SELECT m.stamp, m.writer, m.number, m.folder, m.parent, m.order_key FROM folder f JOIN folder_move m
                ON m.space = f.space AND m.stamp = f.move_stamp AND m.writer = f.move_writer AND m.number = f.move_number
                WHERE f.space = ? AND f.rid = ?
                """
        ).first([.integer(space.id), .blob(folder.bytes)], move).map(FolderTree.Place.init)
        places[folder] = .some(place)
        return place
    }

    private func newestVersion() throws -> Version? {
        if isNewestKnown { return newest }
        newest = try db.cachedStatement(
            sql: """
                SELECT stamp, writer, number FROM folder_move
                WHERE space = ?1 AND stamp = (SELECT max(stamp) FROM folder_move WHERE space = ?1)
                """
        ).all([.integer(space.id)], version).max()
        isNewestKnown = true
        return newest
    }

    private func load() throws -> FolderTree {
        if let loaded { return loaded }
        let moves = try db.cachedStatement(
            sql: """
                SELECT stamp, writer, number, folder, parent, order_key FROM folder_move WHERE space = ? ORDER BY stamp
                """
        ).all([.integer(space.id)], move)
        let tree = FolderTree(moves: moves)
        loaded = tree
        places = [:]
        return tree
    }

    private func version(_ columns: SQLColumns) throws -> Version {
        let stamp = Stamp(ascending: columns.integer(0) ?? 0)
        let number = UInt64(bitPattern: columns.integer(2) ?? 0)
        return Version(stamp, Dot(try writers.writer(columns.integer(1) ?? 0), number))
    }

    private func move(_ columns: SQLColumns) throws -> FolderTree.Move {
        guard let node = RowID(bytes: columns.bytes(3)), let parent = RowID(bytes: columns.bytes(4)),
            let key = OrderKey(bytes: columns.bytes(5))
        else { throw ReplicaError.damaged("the log of folder moves") }
        return FolderTree.Move(version: try version(columns), node: node, parent: parent, key: key)
    }

    // MARK: Writing

    /// Writes the moves that are pending.
    func settle() throws {
        guard !pending.isEmpty else { return }
        let moves = pending.sorted { $0.version < $1.version }
        pending = []
        let newest = try newestVersion()
        if let newest, let oldest = moves.first, oldest.version < newest { _ = try load() }
        let insert = try db.cachedStatement(
            sql: """
                INSERT INTO folder_move (space, stamp, writer, number, folder, parent, order_key) VALUES (?, ?, ?, ?, ?, ?, ?)
                """)
        for move in moves {
            try insert.run(
                try key(of: move.version), [.blob(move.node.bytes), .blob(move.parent.bytes), .blob(move.key.bytes)])
            if loaded == nil { try perform(move) }
        }
        if let changed = loaded?.merge(moves) { moved.formUnion(changed) }
        if let last = moves.last?.version { self.newest = newest.map { max($0, last) } ?? last }
    }

    /// Performs a move that is newer than the log.
    private func perform(_ move: FolderTree.Move) throws {
        guard move.node != .root else { return }
        var above = move.parent
        while above != .root {
            guard above != move.node else { return }
            above = try settledPlace(of: above)?.parent ?? .root
        }
        places[move.node] = .some(FolderTree.Place(move))
        moved.insert(move.node)
    }

    private func key(of version: Version) throws -> [SQLValue] {
        [
            .integer(space.id), .integer(version.stamp.ascending), .integer(try writers.number(of: version.dot.writer)),
            .integer(Int64(bitPattern: version.dot.number)),
        ]
    }

    /// Gives moves other stamps.
    func restamp(_ stamps: [Dot: Stamp]) throws {
        var tree = try tree()
        let update = try db.cachedStatement(
            sql: "UPDATE folder_move SET stamp = ? WHERE space = ? AND stamp = ? AND writer = ? AND number = ?")
        for move in tree.moves {
            guard let stamp = stamps[move.version.dot] else { continue }
            try update.run([.integer(stamp.ascending)], key(of: move.version))
        }
        moved.formUnion(tree.restamp(stamps))
        loaded = tree
        (newest, isNewestKnown) = (tree.newest, true)
    }

    /// Forgets moves that no longer decide anything (`FolderTree.collect`).
    ///
    /// - Returns: how many.
    @discardableResult
    func collect(below horizon: VersionVector) throws -> Int {
        var tree = try tree()
        let gone = tree.collect(below: horizon)
        try delete(gone)
        loaded = tree
        return gone.count
    }

    /// Drops moves, whatever came of them: others have found that they decide nothing.
    func forget(_ isForgotten: (Dot) -> Bool) throws {
        let before = try tree()
        let (kept, gone) = before.moves.reduce(into: ([FolderTree.Move](), [FolderTree.Move]())) { parts, move in
            if isForgotten(move.version.dot) { parts.1.append(move) } else { parts.0.append(move) }
        }
        guard !gone.isEmpty else { return }
        try delete(gone)
        let after = FolderTree(moves: kept)
        moved.formUnion(before.moves.map(\.node).filter { before.place(of: $0) != after.place(of: $0) })
        loaded = after
        (newest, isNewestKnown) = (after.newest, true)
    }

    private func delete(_ moves: [FolderTree.Move]) throws {
        let delete = try db.cachedStatement(
            sql: "DELETE FROM folder_move WHERE space = ? AND stamp = ? AND writer = ? AND number = ?")
        for move in moves {
            try delete.run(try key(of: move.version))
        }
    }

    /// The columns of a folder's row that name the move behind its place.
    func reference(to place: FolderTree.Place?) throws -> [SQLValue] {
        guard let place else { return [.null, .null, .null] }
        return Array(try key(of: place.move).dropFirst())
    }
}

extension SpaceMerger {
    /// The move that put a folder where it is, which is content of it.
    func lastMove(of folder: RowID) throws -> [Dot] { try folders.place(of: folder).map { [$0.move.dot] } ?? [] }
}

extension Stamp {
    /// SQLite has no unsigned integers: the number whose order is that of the stamps.
    fileprivate var ascending: Int64 { Int64(bitPattern: rawValue ^ (1 << 63)) }
    fileprivate init(ascending number: Int64) { self.init(rawValue: UInt64(bitPattern: number) ^ (1 << 63)) }
}
