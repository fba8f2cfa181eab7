import GRDB
import TidemarkCore
import TidemarkLibrary
import TidemarkWire

/// The sums of one space's digest as they stand in the database, kept level with the rows that a transaction writes.
///
/// A table's sum covers its rows up to a primary key: a first import need not hash what nobody asks for yet. Rows behind it
/// are added when the digest is read; a row in front of it is taken out of the sum as it was, and put in as it is now.
/// Unsettled rows, which count for less as the horizon moves, are added when the digest is read, too, so that the horizon
/// changes no sum that is stored.
final class StoredDigests {
    struct Sum: Equatable {
        var sum = DigestSum()
        /// The last primary key that is covered.
        var through: Int64 = 0
    }

    private let db: Database
    private let space: SpaceRecord
    /// Few transactions ask for it.
    private(set) lazy var key = DigestKey(space: space.sid, secret: space.secret)
    private var stored: [UInt32: Sum]?
    private var current: [UInt32: Sum] = [:]

    init(_ db: Database, _ space: SpaceRecord) {
        self.db = db
        self.space = space
    }

    func sum(of kind: UInt32) throws -> Sum {
        if stored == nil {
            let statement = try db.cachedStatement(sql: "SELECT kind, sum, through FROM digest WHERE space = ?")
            let sums = try statement.all([.integer(space.id)]) { columns in
                guard let sum = DigestSum(bytes: columns.bytes(1)) else { throw ReplicaError.damaged("a digest") }
                return (UInt32(truncatingIfNeeded: columns.number(0)), Sum(sum: sum, through: columns.integer(2) ?? 0))
            }
            current = Dictionary(uniqueKeysWithValues: sums)
            stored = current
        }
        return current[kind] ?? Sum()
    }

    func set(_ kind: UInt32, _ sum: Sum) { current[kind] = sum }

    /// What the row counts for as it is now, whatever the horizon; nil where that matters.
    func settled(_ entry: MergeEntry) -> DigestSum? {
        entry.state.isUnsettled ? nil : key.member(entry.row, entry.kind, entry.state, horizon: VersionVector())
    }

    /// What the row adds to its table's stored sum as it is now; nil where that does not cover it.
    func stored(_ entry: MergeEntry) throws -> DigestSum? {
        guard entry.local <= (try sum(of: entry.kind.rawValue).through) else { return nil }
        return settled(entry) ?? DigestSum()
    }

    /// Counts a row for something else.
    func replace(_ before: DigestSum, by after: DigestSum, in kind: KindID) throws {
        var sum = try sum(of: kind.rawValue)
        sum.sum -= before
        sum.sum += after
        current[kind.rawValue] = sum
    }

    func store() throws {
        guard let before = stored else { return }
        for (kind, sum) in current where before[kind] != sum {
            try db.cachedStatement(
                sql: """
                    INSERT INTO digest (space, kind, sum, through) VALUES (?, ?, ?, ?)
                    ON CONFLICT (space, kind) DO UPDATE SET sum = excluded.sum, through = excluded.through
                    """
            ).execute(arguments: [space.id, kind, sum.sum.bytes.blob, sum.through])
        }
        stored = current
    }
}
