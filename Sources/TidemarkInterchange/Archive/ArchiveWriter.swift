package import TidemarkReplica
import TidemarkWire

/// Writes a library as an archive: a tar file of JSON lines, the rows and operations of each space in one causal order,
/// and a manifest with the SHA-256 of every file. Equal libraries give equal bytes; `ArchiveReader` makes the same library
/// again.
///
/// Keys, members and the names of devices stay out: an archive is what a person has collected, in the clear.
package struct ArchiveWriter {
    /// Larger than what compresses well, small enough to be held.
    private static let fileBytes = 4 << 20

    /// A few milliseconds' work.
    private static let progressLines = 1024

    private let put: ([UInt8]) throws -> Void
    private let progress: (Int, Int) -> Void
    private var done = 0
    private var total = 0
    private var manifest = ArchiveManifest()
    private var lines: [UInt8] = []
    private var lineCount = 0
    private var fileNumber = 0

    /// - Parameters:
    ///   - progress: is told now and then how many of how many lines of a space were written.
    ///   - put: takes the bytes in order.
    package static func write(
        _ replica: Replica, progress: @escaping (Int, Int) -> Void = { _, _ in },
        _ put: @escaping ([UInt8]) throws -> Void
    ) throws {
        var writer = ArchiveWriter(put: put, progress: progress)
        for kind in SpaceRecord.Kind.allCases { try writer.write(try replica.archive(kind), kind) }
        let text = Array(writer.manifest.text.utf8)
        try writer.putFile(ArchiveManifest.name, text)
        try put(TarWriter.end)
    }

    private init(put: @escaping ([UInt8]) throws -> Void, progress: @escaping (Int, Int) -> Void) {
        self.put = put
        self.progress = progress
    }

    private mutating func write(_ space: ArchivedSpace, _ kind: SpaceRecord.Kind) throws {
        (done, total) = (0, space.rows.count + space.operations.count)
        for row in space.rows { try append(ArchiveLine.text(row), "\(kind.rawValue)/rows") }
        try endFile("\(kind.rawValue)/rows")
        fileNumber = 0
        for operation in space.operations {
            try append(
                ArchiveLine.text(operation, kind: space.rows[operation.row].kind), "\(kind.rawValue)/operations")
        }
        try endFile("\(kind.rawValue)/operations")
        fileNumber = 0
    }

    private mutating func append(_ line: String, _ name: String) throws {
        lines += line.utf8
        lines.append(0x0A)
        lineCount += 1
        done += 1
        if done.isMultiple(of: Self.progressLines) { progress(done, total) }
        if lines.count >= Self.fileBytes { try endFile(name) }
    }

    private mutating func endFile(_ stem: String) throws {
        guard !lines.isEmpty else { return }
        fileNumber += 1
        let digits = String(fileNumber)
        let name = "\(stem)-\(String(repeating: "0", count: max(6 - digits.count, 0)))\(digits).jsonl"
        manifest.files.append(.init(name: name, size: lines.count, hash: Hash(of: lines), lines: lineCount))
        try putFile(name, lines)
        lines.removeAll(keepingCapacity: true)
        lineCount = 0
    }

    private func putFile(_ name: String, _ content: [UInt8]) throws {
        try put(TarWriter.header(name: name, size: content.count))
        try put(content)
        try put(TarWriter.padding(size: content.count))
    }
}
