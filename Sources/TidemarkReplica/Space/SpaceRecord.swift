import Crypto
import GRDB
package import TidemarkCore
package import TidemarkLibrary
package import TidemarkWire

/// One space as this replica has it: its keys, and who this replica is in it.
package struct SpaceRecord: Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case shelf
        case catalogue
    }

    package let id: Int64
    package let sid: SpaceID
    package let kind: Kind
    /// 32 bytes, constant: ids and the details of members.
    package let secret: [UInt8]
    /// Seed of this device's Ed25519 key in this space.
    let deviceSeed: [UInt8]
    let incarnation: UInt32
    /// The version that made its tables.
    package let schema: SchemaVersion
    /// The other half of that key.
    package let devicePublicKey: [UInt8]
    /// This replica's writer in the space.
    let writer: WriterID
    /// What every active device holds; what was replaced below it may be forgotten (`Horizon`).
    let horizon: VersionVector
    /// Ascending by epoch; the last one seals.
    package let epochKeys: [EpochKey]

    func deviceKey() throws -> Curve25519.Signing.PrivateKey {
        do {
            return try Curve25519.Signing.PrivateKey(rawRepresentation: deviceSeed)
        } catch {
            throw ReplicaError.damaged("the device key of a space")
        }
    }

    static func all(_ db: Database) throws -> [SpaceRecord] { try load("ORDER BY id", [], db) }

    static func of(_ kind: Kind, _ db: Database) throws -> SpaceRecord {
        guard let space = try load("WHERE kind = ? ORDER BY id LIMIT 1", [kind.rawValue], db).first else {
            throw ReplicaError.notFound("This library has no \(kind.rawValue).")
        }
        return space
    }

    static func with(_ sid: SpaceID, _ db: Database) throws -> SpaceRecord {
        guard let space = try load("WHERE sid = ?", [sid.bytes.blob], db).first else {
            throw ReplicaError.notFound("This library has no space \(sid).")
        }
        return space
    }

    private static func load(
        _ which: String, _ arguments: StatementArguments, _ db: Database
    ) throws -> [SpaceRecord] {
        let columns = "id, sid, kind, secret, device_key, device, incarnation, schema, horizon"
        return try Row.fetchAll(
            db.cachedStatement(sql: "SELECT \(columns) FROM space \(which)"), arguments: arguments
        ).map { try SpaceRecord($0, db) }
    }

    private init(_ row: Row, _ db: Database) throws {
        guard let sid = SpaceID(bytes: row.bytes("sid")), let kind = Kind(rawValue: row["kind"]) else {
            throw ReplicaError.damaged("the list of spaces")
        }
        id = row["id"]
        self.sid = sid
        self.kind = kind
        secret = row.bytes("secret")
        deviceSeed = row.bytes("device_key")
        incarnation = row["incarnation"]
        horizon = try VersionVector(serialized: row.bytes("horizon"))
        schema = SchemaVersion(rawValue: row["schema"])
        devicePublicKey = row.bytes("device")
        writer = WriterID(space: sid, device: devicePublicKey, incarnation: incarnation)
        epochKeys = try Row.fetchAll(
            db.cachedStatement(sql: "SELECT epoch, key FROM epoch_key WHERE space = ? ORDER BY epoch"), arguments: [id]
        )
        .map { EpochKey(epoch: $0["epoch"], bytes: $0.bytes("key")) }
    }
}
