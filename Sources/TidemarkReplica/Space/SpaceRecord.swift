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
        guard let space = try load("WHERE kind = ? ORDER BY id LIMIT 1", [.text(kind.rawValue)], db).first else {
            throw ReplicaError.notFound("This library has no \(kind.rawValue).")
        }
        return space
    }

    static func with(_ sid: SpaceID, _ db: Database) throws -> SpaceRecord {
        guard let space = try load("WHERE sid = ?", [.blob(sid.bytes)], db).first else {
            throw ReplicaError.notFound("This library has no space \(sid).")
        }
        return space
    }

    private static func load(_ which: String, _ arguments: [SQLValue], _ db: Database) throws -> [SpaceRecord] {
        let columns = "id, sid, kind, secret, device_key, device, incarnation, schema, horizon"
        return try db.cachedStatement(sql: "SELECT \(columns) FROM space \(which)").all(arguments) {
            try SpaceRecord($0, db)
        }
    }

    private init(_ columns: SQLColumns, _ db: Database) throws {
        guard let id = columns.integer(0), let sid = SpaceID(bytes: columns.bytes(1)),
            let kind = columns.text(2).flatMap(Kind.init),
            let incarnation = columns.integer(6).flatMap(UInt32.init(exactly:)), let schema = columns.integer(7)
        else { throw ReplicaError.damaged("the list of spaces") }
        self.id = id
        self.sid = sid
        self.kind = kind
        self.incarnation = incarnation
        self.schema = SchemaVersion(rawValue: schema)
        secret = columns.bytes(3)
        deviceSeed = columns.bytes(4)
        devicePublicKey = columns.bytes(5)
        horizon = try VersionVector(serialized: columns.bytes(8))
        writer = WriterID(space: sid, device: devicePublicKey, incarnation: incarnation)
        epochKeys = try db.cachedStatement(sql: "SELECT epoch, key FROM epoch_key WHERE space = ? ORDER BY epoch")
            .all([.integer(id)]) { key in
                guard let epoch = key.integer(0).flatMap(UInt32.init(exactly:)) else {
                    throw ReplicaError.damaged("the keys of a space")
                }
                return EpochKey(epoch: epoch, bytes: key.bytes(1))
            }
    }
}
