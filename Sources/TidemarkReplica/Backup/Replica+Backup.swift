import Foundation
import GRDB
import TidemarkCore

extension Replica {
    /// Copies the library as it is at one moment into a new directory: the database with its keys, and whatever else stands
    /// beside it, such as kept files. Other processes go on using it meanwhile.
    ///
    /// The directory appears when everything in it is on the disk. Cost: the size of the library.
    ///
    /// - Throws: `ReplicaError.refused` where there is something already, `.storage`.
    @discardableResult
    package func backup(to destination: String) throws -> BackupManifest {
        let target = destination.count > 1 && destination.hasSuffix("/") ? String(destination.dropLast()) : destination
        guard !FileManager.default.fileExists(atPath: target) else {
            throw ReplicaError.refused(
                "There is something in \(target) already: a backup makes a directory of its own.")
        }
        let parent = DurableFile.directory(of: target)
        if let home, isInside(target, home) {
            throw ReplicaError.refused("A backup in the library's own directory is lost with it: choose another place.")
        }
        guard FileManager.default.fileExists(atPath: parent) else {
            throw ReplicaError.notFound("There is no directory \(parent) to put the backup into.")
        }
        let partial = target + ".partial-" + hexadecimal(environment.random(4))
        do {
            try DurableFile.makeDirectory(partial)
            let manifest = try fill(partial)
            try DurableFile.write(try manifest.data(), to: partial + "/" + BackupManifest.fileName)
            try DurableFile.synchronize(partial)
            try FileManager.default.moveItem(atPath: partial, toPath: target)
            try DurableFile.synchronize(parent)
            return manifest
        } catch {
            try? FileManager.default.removeItem(atPath: partial)
            throw ReplicaError(writing: target, error)
        }
    }

    /// Whether a path leads into the library's directory, those apart that are kept there on purpose.
    private func isInside(_ path: String, _ home: String) -> Bool {
        func resolved(_ path: String) -> String {
            let url = URL(filePath: path).absoluteURL.resolvingSymlinksInPath()
            return (url.path(percentEncoded: false) + "/").replacing("//", with: "/")
        }
        let name = URL(filePath: path).lastPathComponent
        return resolved(DurableFile.directory(of: path)).hasPrefix(resolved(home)) && !name.hasPrefix(Self.keptPrefix)
    }

    private func fill(_ directory: String) throws -> BackupManifest {
        let name = Self.fileName
        try copyDatabase(to: directory + "/" + name)
        var files: [BackupManifest.File] = []
        if let (bytes, hash) = try DurableFile.hash(directory + "/" + name) {
            files.append(.init(path: name, bytes: bytes, sha256: hash))
        }
        // After the database, so that no row in it names a file that came later.
        if let home {
            for path in DurableFile.files(below: home) where Self.isKept(path) {
                // A file that has gone meanwhile was nobody's any more.
                guard let (bytes, hash) = try DurableFile.copy(home + "/" + path, to: directory + "/" + path) else {
                    continue
                }
                files.append(.init(path: path, bytes: bytes, sha256: hash))
            }
        }
        return BackupManifest(
            schema: BackupManifest.currentSchema, madeAt: environment.now(), device: try deviceName(), files: files)
    }

    /// A compact copy of one committed state. `VACUUM INTO` reads in one transaction and takes no lock that others wait for.
    func copyDatabase(to path: String) throws {
        do {
            try database.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?", arguments: [path]) }
        } catch let error as DatabaseError {
            throw ReplicaError(error)
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        try DurableFile.synchronize(path)
    }

    /// Begins the names of directories that are in use for a moment.
    package static let scratchPrefix = "."
    /// Begins the names of backups that are kept in the library's own directory.
    package static let keptPrefix = "before-"

    /// The database is copied by SQLite, locks are of this machine, and a backup holds no backups.
    private static func isKept(_ path: String) -> Bool {
        ![fileName, scratchPrefix, keptPrefix].contains(where: path.hasPrefix) && !path.hasSuffix(".lock")
    }
}

extension ReplicaError {
    /// What went wrong while files were written.
    init(writing path: String, _ error: any Error) {
        switch error {
        case let error as ReplicaError: self = error
        case CocoaError.fileWriteOutOfSpace: self = .storage("The disk is full: \(path) was not written.")
        default: self = .storage("\(path) cannot be written: check its rights, and whether the disk is full.")
        }
    }
}
