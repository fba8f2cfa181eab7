import Foundation

/// What a backup holds: `backup.json` in its directory.
package struct BackupManifest: Sendable, Codable, Equatable {
    package struct File: Sendable, Codable, Equatable {
        /// Below the backup's directory, with slashes.
        package let path: String
        package let bytes: Int
        /// In hexadecimal digits.
        package let sha256: String
    }

    package static let fileName = "backup.json"
    package static let currentSchema = "tidemark.backup/0"

    package let schema: String
    /// Milliseconds since 1970.
    package let madeAt: Int64
    /// What the device is called that it was made on.
    package let device: String
    package let files: [File]

    package var bytes: Int { files.reduce(0) { $0 + $1.bytes } }

    func data() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }

    /// - Throws: `ReplicaError.notFound` where there is no backup, `.tooNew`, `.damaged`.
    package static func read(in directory: String) throws -> BackupManifest {
        guard let data = FileManager.default.contents(atPath: directory + "/" + fileName) else {
            throw ReplicaError.notFound("\(directory) is no backup: it holds no \(fileName).")
        }
        struct Named: Decodable { let schema: String }
        let decoder = JSONDecoder()
        guard let named = try? decoder.decode(Named.self, from: data), named.schema.hasPrefix("tidemark.backup/") else {
            throw ReplicaError.damagedBackup("its list of files cannot be read")
        }
        guard named.schema == currentSchema else {
            throw ReplicaError.tooNew("The backup in \(directory) was made by a newer version of Tidemark")
        }
        guard let manifest = try? decoder.decode(BackupManifest.self, from: data), manifest.isSane else {
            throw ReplicaError.damagedBackup("its list of files cannot be read")
        }
        return manifest
    }

    /// Paths that lead out of the backup would write anywhere when it is restored.
    private var isSane: Bool {
        files.allSatisfy { file in
            let names = file.path.split(separator: "/", omittingEmptySubsequences: false)
            return !names.contains { $0.isEmpty || $0 == "." || $0 == ".." } && !file.path.utf8.contains(0)
        }
    }
}

extension ReplicaError {
    static func damagedBackup(_ what: String) -> ReplicaError {
        .refused("The backup is damaged: \(what). Use another one.")
    }
}
