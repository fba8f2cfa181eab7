import GRDB
import TidemarkCore
import TidemarkLibrary
import TidemarkWire

/// Reads the digest of a space, of the whole or of a part.
struct DigestReader {
    /// Rows that are in memory at once.
    private static let page = 2048

    let merger: SpaceMerger
    private var db: Database { merger.db }

    init(_ merger: SpaceMerger) { self.merger = merger }

    /// Cost: the rows that the stored sums do not cover yet.
    func digest() throws -> SpaceDigest {
        var sums: [DigestTable: DigestSum] = [:]
        for kind in try kinds() {
            let sum = try sum(of: kind).sum
            if !sum.isZero { sums[DigestTable(rawValue: kind.rawValue)] = sum }
        }
        let moves = try movesSum()
        if !moves.isZero { sums[.moves] = moves }
        return SpaceDigest(vector: merger.vector, horizon: merger.digests.horizon, sums: sums)
    }

    /// Has the stored sums cover every row there is.
    func advance() throws {
        for kind in try kinds() { merger.digests.set(kind.rawValue, try sum(of: kind)) }
        try merger.digests.store()
    }

    /// The kinds of rows there are, those of later versions included.
    func kinds() throws -> [KindID] {
        let later = try UInt32.fetchAll(
            db, sql: "SELECT DISTINCT kind FROM other WHERE space = ? ORDER BY kind", arguments: [merger.space.id])
        return Kind.allCases.map(\.id) + later.map { KindID(rawValue: $0) }
    }

    private func sum(of kind: KindID) throws -> StoredDigests.Sum {
        var sum = try merger.digests.sum(of: kind.rawValue)
        while true {
            let rows = try merger.rows(of: kind, after: sum.through, limit: Self.page)
            for row in rows {
                sum.sum += member(row)
                sum.through = row.local
            }
            if rows.count < Self.page { return sum }
        }
    }

    /// The sums of a table as its rows make them, whatever is stored.
    func recomputed(_ kind: KindID) throws -> DigestSum {
        var sum = DigestSum()
        var last: Int64 = 0
        while true {
            let rows = try merger.rows(of: kind, after: last, limit: Self.page)
            for row in rows { sum += member(row) }
            guard let end = rows.last?.local, rows.count == Self.page else { return sum }
            last = end
        }
    }

    func movesSum() throws -> DigestSum {
        try lastingMoves().reduce(into: DigestSum()) { $0 += merger.digests.key.member($1) }
    }

    /// Moves of folders that every replica has, whatever it has forgotten below the horizon.
    func lastingMoves() throws -> [FolderTree.Move] {
        var tree = try merger.folders.tree()
        if !merger.digests.horizon.isEmpty { tree.collect(below: merger.digests.horizon) }
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
        let bounds = RowID.range(prefix)
        var last = bounds.before
        while true {
            let rows = try merger.rows(
                of: KindID(rawValue: table.rawValue), after: last, through: bounds.last, limit: Self.page)
            for row in rows {
                let sum = member(row)
                if !sum.isZero { try body(row.row, sum) }
            }
            guard rows.count == Self.page else { return }
            last = rows.last?.row
        }
    }

    private func member(_ row: MergeEntry) -> DigestSum {
        merger.digests.key.member(row.row, row.kind, row.state, horizon: merger.digests.horizon)
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
