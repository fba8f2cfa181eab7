import Crypto
import Foundation
import GRDB
import TidemarkCore
import TidemarkLibrary
package import TidemarkWire

extension Replica {
    static let fileName = "library.sqlite"

    /// Another process (a sync, the web app) may hold the lock for the length of a large merge, in seconds.
    package static let usualPatience = 10.0

    /// Opens the library in a directory.
    ///
    /// - Parameter patience: seconds to wait for another process that holds it.
    /// - Throws: `ReplicaError.notInitialised`, `.storage`, `.busy`, `.damaged`, `.tooNew`.
    package static func open(
        home: String, patience: Double = usualPatience, environment: Environment = .live
    ) throws -> Replica {
        guard FileManager.default.fileExists(atPath: path(in: home)) else { throw ReplicaError.notInitialised(home) }
        let replica = try connect(home: home, patience: patience, environment: environment)
        guard try replica.read({ try SpaceRecord.all($0).isEmpty }) == false else {
            throw ReplicaError.notInitialised(home)
        }
        return replica
    }

    package static func exists(home: String) -> Bool { FileManager.default.fileExists(atPath: path(in: home)) }

    /// Makes a library with a shelf and a catalogue of its own.
    ///
    /// - Returns: the recovery phrase, which is stored nowhere.
    package static func create(
        home: String, deviceName: String, environment: Environment = .live
    ) throws -> (replica: Replica, phrase: RecoveryPhrase) {
        let replica = try connectNew(home: home, environment: environment)
        return (replica, try replica.makeSpaces(deviceName: deviceName))
    }

    /// A library in memory, for tests and simulations.
    package static func inMemory(
        deviceName: String, environment: Environment
    ) throws -> (replica: Replica, phrase: RecoveryPhrase) {
        let replica = try emptyInMemory(environment: environment)
        return (replica, try replica.makeSpaces(deviceName: deviceName))
    }

    package static func emptyInMemory(environment: Environment) throws -> Replica {
        let replica = Replica(
            database: try DatabaseQueue(configuration: configuration()), environment: environment, home: nil)
        try Migrations.migrator.migrate(replica.database)
        return replica
    }

    /// All of this library in memory, keys and unsent changes included, as if its directory had been copied, and opened.
    package func inMemoryCopy(environment: Environment) throws -> Replica {
        let database = try DatabaseQueue(configuration: Self.configuration())
        try self.database.backup(to: database)
        let copy = Replica(database: database, environment: environment, home: nil)
        try copy.noticeCopy()
        return copy
    }

    /// A library without spaces, for a device that is about to join.
    package static func connectNew(home: String, environment: Environment = .live) throws -> Replica {
        guard !exists(home: home) else { throw ReplicaError.alreadyInitialised(home) }
        return try connect(home: home, environment: environment)
    }

    /// Closes the database, so that its file can be moved or taken away. Nothing can be done with this replica afterwards.
    package func close() throws {
        do {
            try database.close()
        } catch let error as DatabaseError {
            throw ReplicaError(error)
        }
    }

    /// Takes a library away again that never became one.
    package static func discard(home: String) {
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path(in: home) + suffix) }
    }

    static func path(in home: String) -> String { home + "/" + fileName }

    private static func connect(
        home: String, patience: Double = usualPatience, environment: Environment
    ) throws -> Replica {
        do {
            if !FileManager.default.fileExists(atPath: home) {
                // What is read and noted is nobody else's business.
                try FileManager.default.createDirectory(
                    atPath: home, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            }
        } catch {
            throw ReplicaError.storage("Cannot make the directory \(home): check its rights, or choose another --home.")
        }
        do {
            let pool = try DatabasePool(path: path(in: home), configuration: configuration(patience))
            try pool.writeWithoutTransaction { db in
                // Random row ids touch every page of their indexes: a large import or merge needs them at hand, and writes
                // them into the database once for several transactions. More than this is not faster at 100,000
                // bookmarks, and stays in memory.
                try db.execute(sql: "PRAGMA cache_size = -32000")
                try db.execute(sql: "PRAGMA wal_autocheckpoint = 4000")
            }
            try? FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path(in: home))
            let migrator = Migrations.migrator
            if try pool.read(migrator.hasBeenSuperseded) {
                throw ReplicaError.tooNew("The library in \(home) was made by a newer version of Tidemark")
            }
            if try pool.read(migrator.hasCompletedMigrations) == false { try migrator.migrate(pool) }
            let replica = Replica(database: pool, environment: environment, home: home)
            try replica.update()
            try replica.noticeCopy()
            return replica
        } catch let error as DatabaseError {
            throw ReplicaError(error)
        }
    }

    static func configuration(_ patience: Double = usualPatience) -> Configuration {
        var configuration = Configuration()
        configuration.label = "tidemark"
        configuration.busyMode = .timeout(patience)
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { db in
            // Durable means durable: a commit survives a power cut. Costs one fsync a commit.
            try db.execute(sql: "PRAGMA synchronous = FULL")
            try db.execute(sql: "PRAGMA cache_size = -16000")
            db.add(function: isOnSite)
        }
        return configuration
    }

    /// Whether an address (second argument) is on a site.
    private static let isOnSite = DatabaseFunction("tidemark_is_on", argumentCount: 2, pure: true) { values in
        guard let site = String.fromDatabaseValue(values[0]), let url = String.fromDatabaseValue(values[1]) else {
            return false
        }
        return SiteName.isOn(site, url: url)
    }

    private func makeSpaces(deviceName: String) throws -> RecoveryPhrase {
        let phrase = RecoveryPhrase(entropy: environment.random(32))
        try write { db in
            for kind in SpaceRecord.Kind.allCases { try self.makeSpace(kind, phrase, deviceName, db) }
            try Setting.set("device.name", deviceName, db)
        }
        return phrase
    }

    private func makeSpace(
        _ kind: SpaceRecord.Kind, _ phrase: RecoveryPhrase, _ deviceName: String, _ db: Database
    ) throws {
        let nonce = environment.random(16)
        let identity = try phrase.identity(nonce: nonce)
        let publicKey = [UInt8](identity.publicKey.rawRepresentation)
        let device = try Curve25519.Signing.PrivateKey(rawRepresentation: environment.random(32))
        let secret = environment.random(32)
        let details = MemberDetails(role: .owner, person: PersonID(identity: publicKey), deviceName: deviceName)
        let entry = try MembershipEntry.genesis(
            identity: identity, nonce: nonce, device: [UInt8](device.publicKey.rawRepresentation),
            sealed: try details.sealed(secret: secret, nonce: environment.random(MemberDetails.nonceBytes)))
        var log = MembershipLog(space: entry.space)
        try log.append(entry.bytes)
        try Self.insertSpace(
            kind, log: log, secret: secret, device: device,
            epochKeys: [EpochKey(epoch: 1, bytes: environment.random(32))], db)
    }

    static func insertSpace(
        _ kind: SpaceRecord.Kind, log: MembershipLog, secret: [UInt8], device: Curve25519.Signing.PrivateKey,
        epochKeys: [EpochKey], _ db: Database
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO space (sid, kind, secret, device_key, device, incarnation, schema)
                VALUES (?, ?, ?, ?, ?, 0, ?)
                """,
            arguments: [
                log.space.bytes.blob, kind.rawValue, secret.blob, device.rawRepresentation,
                device.publicKey.rawRepresentation, SchemaVersion.current.rawValue,
            ])
        let space = db.lastInsertedRowID
        for key in epochKeys {
            try db.execute(
                sql: "INSERT INTO epoch_key (space, epoch, key) VALUES (?, ?, ?)",
                arguments: [space, key.epoch, key.bytes.blob])
        }
        for (position, entry) in log.entries.enumerated() {
            try db.execute(
                sql: "INSERT INTO member_entry (space, position, entry) VALUES (?, ?, ?)",
                arguments: [space, position, entry.blob])
        }
        let publicKey = [UInt8](device.publicKey.rawRepresentation)
        let writer = WriterID(space: log.space, device: publicKey, incarnation: 0)
        try db.execute(
            sql: "INSERT INTO writer (space, wid, device) VALUES (?, ?, ?)",
            arguments: [space, writer.bytes.blob, publicKey.blob])
    }
}
