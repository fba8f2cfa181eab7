import GRDB
package import TidemarkCore
import TidemarkLibrary
import TidemarkWire

extension Replica {
    /// What is merged in a space, in few bytes. Cost: the rows that no sync has counted yet, and those that are unsettled.
    package func digest(_ sid: SpaceID) throws -> SpaceDigest {
        try read { try DigestReader(SpaceMerger($0, SpaceRecord.with(sid, $0))).digest() }
    }

    /// 16 digits over everything merged in a space: equal on replicas that hold the same operations.
    package func fingerprint(_ kind: SpaceRecord.Kind) throws -> String {
        try read { try DigestReader(SpaceMerger($0, SpaceRecord.of(kind, $0))).digest().fingerprint }
    }
}

extension DigestReader {
    /// Tables whose stored sums are not what their rows make.
    static func problems(_ space: SpaceRecord, _ db: Database) throws -> [String] {
        let reader = DigestReader(try SpaceMerger(db, space))
        let (stored, made) = (try reader.digest(), try reader.recomputed())
        return Set(stored.sums.keys).union(made.sums.keys).sorted().filter { stored.sums[$0] != made.sums[$0] }.map {
            let name = $0 == .moves ? "folder moves" : Kind(rawValue: $0.rawValue).map { TableSchema.of($0).name }
            return
                "the digest of the \(space.kind.rawValue)'s table \(name ?? "\($0.rawValue)") is not that of its rows"
        }
    }
}
