import GRDB
import TidemarkCore
import TidemarkLibrary
import TidemarkWire

/// Reads the digest of a space, of the whole or of a part.
struct DigestReader {
    let merger: SpaceMerger

    init(_ merger: SpaceMerger) { self.merger = merger }

    /// Cost: the rows that the stored sums do not cover yet, and those that are unsettled.
    func digest() throws -> SpaceDigest {
        try digest { kind in
            let stored = try merger.digests.sum(of: kind.rawValue)
            var sum = stored.sum
            try merger.forEachPage(of: kind, after: stored.through) { for row in $0 { sum += member(row) } }
            try merger.forEachPage(of: kind, unsettled: true) {
                for row in $0 where row.local <= stored.through { sum += member(row) }
            }
            return sum
        }
    }

    /// The digest as rows and moves make it, whatever is stored.
    func recomputed() throws -> SpaceDigest {
        try digest { kind in
            var sum = DigestSum()
            try merger.forEachPage(of: kind) { for row in $0 { sum += member(row) } }
            return sum
        }
    }

    private func digest(_ sum: (KindID) throws -> DigestSum) throws -> SpaceDigest {
        var sums: [DigestTable: DigestSum] = [:]
        for kind in try merger.kinds() { sums[DigestTable(rawValue: kind.rawValue)] = try sum(kind) }
        sums[.moves] = try lastingMoves().reduce(into: DigestSum()) { $0 += merger.digests.key.member($1) }
        return SpaceDigest(vector: merger.vector, horizon: merger.space.horizon, sums: sums.filter { !$0.value.isZero })
    }

    /// Has the stored sums cover more rows: a page of each table at most.
    func advance() throws {
        for kind in try merger.kinds() {
            var sum = try merger.digests.sum(of: kind.rawValue)
            for row in try merger.page(of: kind, after: sum.through) {
                sum.through = row.local
                if let settled = merger.digests.settled(row) { sum.sum += settled }
            }
            merger.digests.set(kind.rawValue, sum)
        }
        try merger.digests.store()
    }

    /// Moves of folders that every replica has, whatever it has forgotten below the horizon.
    func lastingMoves() throws -> [FolderTree.Move] {
        var tree = try merger.folders.tree()
        if !merger.space.horizon.isEmpty { tree.collect(below: merger.space.horizon) }
        return tree.moves
    }

    // MARK: Parts

    /// Hands over what each row whose id begins with `prefix` counts for, in the order of ids.
    func forEachMember(
        of table: DigestTable, prefix: [UInt8], _ body: (RowID, DigestSum) throws -> Void
    ) throws {
        if table == .moves {
            var members: [RowID: DigestSum] = [:]
            for move in try lastingMoves() where move.node.bytes.starts(with: prefix) {
                members[move.node, default: DigestSum()] += merger.digests.key.member(move)
            }
            for (row, sum) in members.sorted(by: { $0.key < $1.key }) { try body(row, sum) }
            return
        }
        try merger.forEachPage(of: KindID(rawValue: table.rawValue), prefix: prefix) { rows in
            for row in rows {
                let sum = member(row)
                if !sum.isZero { try body(row.row, sum) }
            }
        }
    }

    /// What may be forgotten below the horizon does not count.
    private func member(_ row: MergeEntry) -> DigestSum {
        merger.digests.key.member(row.row, row.kind, row.state, horizon: merger.space.horizon)
    }
}

extension RowID {
    /// The ids that begin with some bytes: the last of them, and the last before them, nil where there is none.
    static func range(_ prefix: [UInt8]) -> (before: RowID?, last: RowID) {
        let rest = 16 - min(prefix.count, 16)
        let first = RowID(bytes: prefix.prefix(16) + [UInt8](repeating: 0, count: rest)) ?? .root
        let last = RowID(bytes: prefix.prefix(16) + [UInt8](repeating: 255, count: rest)) ?? .root
        guard first != .root else { return (nil, last) }
        let before = RowID(high: first.low == 0 ? first.high &- 1 : first.high, low: first.low &- 1)
        return (before, last)
    }
}
