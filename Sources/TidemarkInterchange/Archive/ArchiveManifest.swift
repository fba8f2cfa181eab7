import TidemarkWire

/// What an archive says of itself, as its last file: an archive without it is incomplete.
struct ArchiveManifest {
    static let name = "manifest.json"
    static let schema = "tidemark.archive/0"

    struct File {
        let name: String
        let size: Int
        let hash: Hash
        let lines: Int
    }

    var files: [File] = []

    /// One file a line.
    var text: String {
        let lines = files.map { file in
            "{\"name\":\(ArchiveText.quoted(file.name)),\"bytes\":\(file.size),\"lines\":\(file.lines),"
                + "\"sha256\":\"\(file.hash)\"}"
        }
        return "{\"schema\":\"\(Self.schema)\",\"files\":[\n" + lines.joined(separator: ",\n") + "\n]}\n"
    }

    init() {}

    init(_ value: JSONValue) throws(ArchiveError) {
        guard value["schema"].string == Self.schema else { throw .unknownSchema(value["schema"].string) }
        for entry in value["files"].array {
            guard let size = entry["bytes"].integer, let lines = entry["lines"].integer,
                let hash = Self.hash(entry["sha256"].string)
            else { throw .damaged("its manifest is broken") }
            files.append(File(name: entry["name"].string, size: Int(size), hash: hash, lines: Int(lines)))
        }
    }

    private static func hash(_ text: String) -> Hash? { ArchiveText.bytes(text).flatMap { Hash(bytes: $0) } }
}
