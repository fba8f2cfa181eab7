package import TidemarkCore
import TidemarkWire

/// What a comparison of digests asks of each side, in few bytes: the other side may be another library or another device.
package protocol DigestSource {
    func digest() throws -> SpaceDigest
    /// What the rows count for together whose ids begin with `prefix` and one more byte, by that byte. Empty parts are left out.
    func parts(of table: DigestTable, prefix: [UInt8]) throws -> [UInt8: DigestSum]
    /// The same for each row whose id begins with `prefix`.
    func members(of table: DigestTable, prefix: [UInt8]) throws -> [RowID: DigestSum]
    /// The operations that a row's state consists of; nil where it is not there.
    func operations(of row: RowID, in table: DigestTable) throws -> [DigestCell]?
}

/// A value that a row holds, by the operation that wrote it.
package struct DigestCell: Hashable, Sendable {
    /// "title", "tags: sea", "trash", "moved".
    package let what: String
    package let version: Version
    package let value: String
}

/// Finds the rows in which two replicas differ that should be equal: bisection by table, then by ranges of row ids.
package struct DigestComparison {
    package struct Difference: Sendable {
        package let table: DigestTable
        package let row: RowID
        /// What only one side has of it; nil where it has no such row.
        package let here: [DigestCell]?
        package let there: [DigestCell]?
    }

    package enum Verdict: Sendable {
        case equal
        /// They hold different operations, or have forgotten differently: to differ is no fault.
        case incomparable
        /// Rows that differ, at most as many as were asked for, and how many there are.
        case different([Difference], count: Int)
    }

    /// Below this the rows of a part are compared one by one: few of them share two bytes.
    private static let depth = 2

    private let here: any DigestSource
    private let there: any DigestSource

    package init(_ here: any DigestSource, _ there: any DigestSource) {
        self.here = here
        self.there = there
    }

    /// - Parameter limit: rows that are described.
    package func run(limit: Int) throws -> Verdict {
        let (mine, theirs) = (try here.digest(), try there.digest())
        guard mine.vector == theirs.vector, mine.horizon == theirs.horizon else { return .incomparable }
        var rows: [(DigestTable, RowID)] = []
        for table in Set(mine.sums.keys).union(theirs.sums.keys).sorted() where mine.sums[table] != theirs.sums[table] {
            try bisect(table, prefix: []) { rows.append((table, $0)) }
        }
        if rows.isEmpty { return .equal }
        let described = try rows.prefix(limit).map { table, row in
            let (a, b) = (try here.operations(of: row, in: table), try there.operations(of: row, in: table))
            let common = Set(a ?? []).intersection(b ?? [])
            return Difference(
                table: table, row: row, here: a?.filter { !common.contains($0) },
                there: b?.filter { !common.contains($0) })
        }
        return .different(described, count: rows.count)
    }

    private func bisect(_ table: DigestTable, prefix: [UInt8], _ found: (RowID) -> Void) throws {
        if prefix.count == Self.depth {
            let (mine, theirs) = (
                try here.members(of: table, prefix: prefix), try there.members(of: table, prefix: prefix)
            )
            for row in Set(mine.keys).union(theirs.keys).sorted() where mine[row] != theirs[row] { found(row) }
            return
        }
        let (mine, theirs) = (try here.parts(of: table, prefix: prefix), try there.parts(of: table, prefix: prefix))
        for byte in Set(mine.keys).union(theirs.keys).sorted() where mine[byte] != theirs[byte] {
            try bisect(table, prefix: prefix + [byte], found)
        }
    }
}
