import GRDB
package import TidemarkCore
import TidemarkLibrary

/// Where something goes among its siblings.
package enum Position: Hashable, Sendable {
    case end
    case before(RowID)
    case after(RowID)
}

/// A child of a folder: a folder or a placement.
struct Sibling {
    let row: RowID
    let kind: Kind
    let key: OrderKey
}

extension Edit {
    /// The children of a folder in order, folders and bookmarks alike.
    func siblings(in folder: RowID) throws -> [Sibling] {
        try merger.flush()
        let local = try merger.local(folder, .folder)
        return try Row.fetchAll(
            merger.db.cachedStatement(
                sql: """
                    SELECT rid, order_key, 1 AS placement FROM placement WHERE space = ? AND folder = ? AND order_key NOT NULL
                    UNION ALL
                    SELECT rid, order_key, 0 FROM folder WHERE space = ? AND parent = ? AND order_key NOT NULL
                    ORDER BY 2, 1
                    """), arguments: [space.id, local, space.id, local]
        ).map { row in
            guard let id = RowID(bytes: row.bytes("rid")), let key = OrderKey(bytes: row.bytes("order_key")) else {
                throw ReplicaError.damaged("the order of a folder")
            }
            return Sibling(row: id, kind: row["placement"] == 1 ? .placement : .folder, key: key)
        }
    }

    /// A key for a new child, rekeying a crowded neighbourhood first.
    ///
    /// - Throws: `ReplicaError.notFound` when the sibling is not in the folder.
    func key(at position: Position, in folder: RowID, except moved: RowID?) throws -> OrderKey {
        var random = environment
        if position == .end, let last = try lastKey(in: folder) {
            let key = OrderKey.between(last, nil, using: &random)
            if key.bytes.count <= OrderKey.comfortableBytes { return key }
        }
        let siblings = try siblings(in: folder).filter { $0.row != moved }
        let index: Int
        switch position {
        case .end: index = siblings.count
        case .before(let row): index = try place(of: row, in: siblings)
        case .after(let row): index = try place(of: row, in: siblings) + 1
        }
        let lower = index > 0 ? siblings[index - 1].key : nil
        let upper = index < siblings.count ? siblings[index].key : nil
        if let lower, let upper, lower >= upper { return try rekeyed(siblings, at: index) }
        let key = OrderKey.between(lower, upper, using: &random)
        return key.bytes.count <= OrderKey.comfortableBytes ? key : try rekeyed(siblings, at: index)
    }

    /// A key for a place that a row has left. Where its neighbours were rebalanced since, the key of then would stand elsewhere:
    /// the keys that they came with tell between which of them it was.
    func key(backTo key: OrderKey, in folder: RowID, of moved: RowID) throws -> OrderKey {
        let siblings = try siblings(in: folder).filter { $0.row != moved }
        let first = try siblings.map { try firstKey(of: $0) ?? $0.key }
        let rebalanced = siblings.indices.filter { first[$0] != siblings[$0].key }
        guard rebalanced.contains(where: { (first[$0] < key) != (siblings[$0].key < key) }) else { return key }
        let next = rebalanced.first { key < first[$0] } ?? rebalanced.last.map { $0 + 1 }
        guard let next else { return key }
        if next == siblings.count { return try self.key(at: .end, in: folder, except: moved) }
        return try self.key(at: .before(siblings[next].row), in: folder, except: moved)
    }

    /// The key that a child came with, whatever a rebalance has made of it.
    private func firstKey(of sibling: Sibling) throws -> OrderKey? {
        if sibling.kind == .folder { return try merger.folders.place(of: sibling.row)?.key }
        guard case .place(_, let key)? = try merger.entry(sibling.row, .placement).state[.place]?.winner.value else {
            return nil
        }
        return key
    }

    private func lastKey(in folder: RowID) throws -> OrderKey? {
        try merger.flush()
        let local = try merger.local(folder, .folder)
        let row = try Row.fetchOne(
            merger.db.cachedStatement(
                sql: """
                    SELECT max(k) FROM (SELECT max(order_key) AS k FROM placement WHERE space = ? AND folder = ?
                    UNION ALL SELECT max(order_key) FROM folder WHERE space = ? AND parent = ?)
                    """), arguments: [space.id, local, space.id, local])
        return row.flatMap { OrderKey(bytes: $0.bytes(0)) }
    }

    private func place(of row: RowID, in siblings: [Sibling]) throws -> Int {
        guard let index = siblings.firstIndex(where: { $0.row == row }) else {
            throw ReplicaError.notFound("What you want to move it next to is not in that folder.")
        }
        return index
    }

    /// Gives the shortest run of long keys around an insertion new ones, and equal keys on both sides of it; returns the key for
    /// the insertion.
    ///
    /// A rekeying names the move that it rekeys and is void once the row was moved again, so it never undoes a move that was
    /// made at the same time elsewhere. Its stamp follows what it replaces and not the clock, as nobody has meant anything by it.
    private func rekeyed(_ siblings: [Sibling], at index: Int) throws -> OrderKey {
        // Between keys of half the length there is always room for a run that stays comfortable.
        func isLong(_ index: Int) -> Bool { siblings[index].key.bytes.count > OrderKey.comfortableBytes / 2 }
        var (first, end) = (index, index)
        while true {
            if first > 0, isLong(first - 1) {
                first -= 1
            } else if end < siblings.count,
                isLong(end) || (first > 0 && siblings[first - 1].key >= siblings[end].key)
            {
                end += 1
            } else {
                break
            }
        }
        var random = environment
        let keys = OrderKey.run(
            of: end - first + 1, between: first > 0 ? siblings[first - 1].key : nil,
            end < siblings.count ? siblings[end].key : nil, using: &random)
        for (offset, sibling) in siblings[first..<end].enumerated() {
            let key = keys[offset < index - first ? offset : offset + 1]
            let entry = try merger.entry(sibling.row, sibling.kind)
            let move =
                sibling.kind == .folder
                ? try merger.folders.place(of: sibling.row)?.move : entry.state[.place]?.winner.version
            guard let move else { continue }
            try emit(
                sibling.row, sibling.kind, .set(.rekey, .rekey(key, of: move.dot)),
                seen: entry.state[.rekey]?.candidates ?? [], dated: move.stamp.next)
        }
        return keys[index - first]
    }
}
