import Foundation
import GRDB
import TidemarkCore

/// A backup that `Replica.backup` has made.
package enum Backup {
    /// Compares every file with what the backup says of it, and checks the library in it.
    ///
    /// - Throws: `ReplicaError.notFound` where there is no backup, `.tooNew`, `.damagedBackup`.
    package static func verify(
        _ source: String, environment: Environment = .live
    ) throws -> (manifest: BackupManifest, check: LibraryCheck) {
        let manifest = try BackupManifest.read(in: source)
        let problems = try manifest.files.compactMap { try problem(of: $0, in: source) }
        // What is in a file that has changed is anybody's guess.
        guard problems.isEmpty else { return (manifest, LibraryCheck(problems: problems)) }
        var configuration = Configuration()
        configuration.readonly = true
        do {
            let database = try DatabaseQueue(path: Replica.path(in: source), configuration: configuration)
            if try database.read(Migrations.migrator.hasBeenSuperseded) {
                throw ReplicaError.tooNew("The backup in \(source) was made by a newer version of Tidemark")
            }
            let replica = Replica(database: database, environment: environment, home: nil)
            return (manifest, try replica.verify())
        } catch let error as DatabaseError {
            throw ReplicaError(error)
        }
    }

    private static func problem(of file: BackupManifest.File, in source: String) throws -> String? {
        let found: (bytes: Int, hash: String)?
        do {
            found = try DurableFile.hash(source + "/" + file.path)
        } catch {
            return "\(file.path) cannot be read"
        }
        guard let found else { return "\(file.path) is missing" }
        return found.bytes == file.bytes && found.hash == file.sha256 ? nil : "\(file.path) is not what was backed up"
    }

    /// Makes a library of a backup, in a directory that holds none. The database comes last: what was interrupted is no
    /// library.
    ///
    /// - Throws: `ReplicaError.alreadyInitialised`, `.notFound`, `.damagedBackup`, `.storage`.
    package static func restore(
        _ source: String, to home: String, environment: Environment = .live
    ) throws -> (replica: Replica, manifest: BackupManifest) {
        guard !Replica.exists(home: home) else { throw ReplicaError.alreadyInitialised(home) }
        let manifest = try BackupManifest.read(in: source)
        let name = Replica.fileName
        guard manifest.files.contains(where: { $0.path == name }) else {
            throw ReplicaError.damagedBackup("there is no database in it")
        }
        let partial = home + "/" + name + ".partial-" + hexadecimal(environment.random(4))
        do {
            try DurableFile.makeDirectory(home)
            for file in manifest.files {
                let target = file.path == name ? partial : home + "/" + file.path
                let copied = try DurableFile.copy(source + "/" + file.path, to: target)
                guard let copied, copied.bytes == file.bytes, copied.hash == file.sha256 else {
                    throw ReplicaError.damagedBackup("\(file.path) is not what was backed up")
                }
            }
            try FileManager.default.moveItem(atPath: partial, toPath: Replica.path(in: home))
            try DurableFile.synchronize(home)
        } catch {
            try? FileManager.default.removeItem(atPath: partial)
            throw ReplicaError(writing: home, error)
        }
        let replica = try Replica.open(home: home, environment: environment)
        try replica.write { try replica.part($0) }
        return (replica, manifest)
    }
}
