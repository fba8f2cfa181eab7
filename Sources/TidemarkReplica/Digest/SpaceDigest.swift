package import TidemarkCore
import TidemarkWire

/// What one replica holds of a space, in few bytes: replicas with equal vectors and horizons have equal sums, or one of them is
/// wrong.
package struct SpaceDigest: Hashable, Sendable {
    package let vector: VersionVector
    /// What lost against a concurrent write at or below it is not counted.
    package let horizon: VersionVector
    /// By table. Tables without rows are left out.
    package let sums: [DigestTable: DigestSum]

    /// 16 hexadecimal digits that people can compare.
    package var fingerprint: String {
        var input = DigestInput()
        input.append(vector)
        input.append(horizon)
        for (table, sum) in sums.sorted(by: { $0.key < $1.key }) {
            input.append(table.rawValue)
            input.append(bytes: sum.bytes)
        }
        return String(Hash(of: input.bytes).description.prefix(16))
    }
}

/// What a digest is split by first: a kind of rows, of later versions too, or the moves of folders.
package struct DigestTable: Hashable, Comparable, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package static let moves = DigestTable(rawValue: 0)

    package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
