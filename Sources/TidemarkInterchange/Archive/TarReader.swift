/// Finds the files of a tar archive that `TarWriter` made. Other programs' archives are none of ours.
enum TarReader {
    struct File {
        let name: String
        let range: Range<Int>
    }

    /// Files of an archive: 4 MiB each, so far more than fits on a disk.
    private static let maximumFiles = 1 << 20

    /// - Throws: `ArchiveError`.
    static func files(in bytes: UnsafeBufferPointer<UInt8>) throws(ArchiveError) -> [File] {
        var files: [File] = []
        var at = 0
        while at + TarWriter.blockBytes <= bytes.count, files.count < maximumFiles {
            let block = bytes[at..<(at + TarWriter.blockBytes)]
            if block.allSatisfy({ $0 == 0 }) { return files }
            guard let size = Int(text(block, 124, 11), radix: 8) else { throw .damaged("a header is broken") }
            let name = text(block, 0, 100)
            guard Array(block) == TarWriter.header(name: name, size: size) else { throw .damaged("a header is broken") }
            let start = at + TarWriter.blockBytes
            guard size <= bytes.count - start else { throw .damaged("it ends in the middle of \(name)") }
            files.append(File(name: name, range: start..<(start + size)))
            at = start + size + TarWriter.padding(size: size).count
        }
        throw .damaged("it has no end: it may be incomplete")
    }

    private static func text(_ block: Slice<UnsafeBufferPointer<UInt8>>, _ offset: Int, _ count: Int) -> String {
        let start = block.startIndex + offset
        return String(decoding: block[start..<(start + count)].prefix { $0 != 0 }, as: UTF8.self)
    }
}
