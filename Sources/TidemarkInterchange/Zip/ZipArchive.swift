import CZlib
import Foundation

/// Reads ZIP archives (APPNOTE 6.3.10) in memory: stored and deflated entries, as the exports of services have them. What
/// an archive says of itself is not believed: sizes are bounded, and checked while inflating.
struct ZipArchive {
    struct Failure: Error {
        let reason: String
    }

    struct Entry {
        let name: String
        let size: Int
        fileprivate let packedSize: Int
        fileprivate let method: UInt16
        fileprivate let checksum: UInt32
        fileprivate let header: Int
    }

    /// More than the largest export has: pages of tens of thousands of articles.
    static let maximumEntries = 65_535
    /// What one entry may inflate to.
    static let maximumEntry = ImportSource.maximumDocument
    /// What deflate can make of a byte at most (zlib's "Maximum Compression Factor"); a larger size is a lie.
    private static let maximumFactor = 1032
    private static let chunkBytes = 1 << 18

    let entries: [Entry]
    private let data: Data

    /// - Throws: `ImportSourceError.malformed`.
    init(_ data: Data) throws(ImportSourceError) {
        self.data = data
        let result = data.withUnsafeBytes { bytes -> Result<[Entry], Failure> in
            do throws(Failure) {
                return .success(try Self.directory(Bytes(base: bytes)))
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case .success(let found): entries = found
        case .failure(let failure):
            throw .malformed(.pocket, reason: "the ZIP archive is damaged or unusual, \(failure.reason)")
        }
    }

    // MARK: Directory

    /// Little-endian numbers at checked places.
    private struct Bytes {
        let base: UnsafeRawBufferPointer

        func short(_ at: Int) throws(Failure) -> UInt16 {
            guard at >= 0, at + 2 <= base.count else { throw Failure(reason: "it ends in the middle") }
            return base.loadUnaligned(fromByteOffset: at, as: UInt16.self).littleEndian
        }

        func word(_ at: Int) throws(Failure) -> UInt32 {
            guard at >= 0, at + 4 <= base.count else { throw Failure(reason: "it ends in the middle") }
            return base.loadUnaligned(fromByteOffset: at, as: UInt32.self).littleEndian
        }
    }

    private static func directory(_ bytes: Bytes) throws(Failure) -> [Entry] {
        let end = try endRecord(bytes)
        let count = Int(try bytes.short(end + 10))
        var at = Int(try bytes.word(end + 16))
        guard count < maximumEntries, at != 0xFFFF_FFFF else {
            throw Failure(reason: "it has too many or too large files: unpack it and import the folder")
        }
        var entries: [Entry] = []
        for _ in 0..<count {
            guard try bytes.word(at) == 0x0201_4B50 else { throw Failure(reason: "its directory is broken") }
            let flags = try bytes.short(at + 8)
            guard flags & 1 == 0 else { throw Failure(reason: "it is encrypted: unpack it and import the folder") }
            let nameLength = Int(try bytes.short(at + 28))
            let next = at + 46 + nameLength + Int(try bytes.short(at + 30)) + Int(try bytes.short(at + 32))
            guard next <= bytes.base.count else { throw Failure(reason: "its directory is broken") }
            let name = String(decoding: bytes.base[(at + 46)..<(at + 46 + nameLength)], as: UTF8.self)
            let entry = Entry(
                name: name, size: Int(try bytes.word(at + 24)), packedSize: Int(try bytes.word(at + 20)),
                method: try bytes.short(at + 10), checksum: try bytes.word(at + 16),
                header: Int(try bytes.word(at + 42)))
            if !name.hasSuffix("/") { entries.append(entry) }
            at = next
        }
        return entries
    }

    /// The end record stands behind everything but a comment of at most 65,535 bytes.
    private static func endRecord(_ bytes: Bytes) throws(Failure) -> Int {
        let last = bytes.base.count - 22
        guard last >= 0 else { throw Failure(reason: "it ends in the middle") }
        for at in stride(from: last, through: max(last - 65_535, 0), by: -1) where try bytes.word(at) == 0x0605_4B50 {
            return at
        }
        throw Failure(reason: "it has no directory, maybe because it is incomplete")
    }

    // MARK: Contents

    /// Inflates an entry, chunk by chunk.
    ///
    /// - Throws: `Failure` for what is damaged or larger than it says; what `take` throws.
    func read(_ entry: Entry, _ take: ([UInt8]) throws -> Void) throws {
        guard entry.size <= Self.maximumEntry, entry.size / Self.maximumFactor <= entry.packedSize else {
            throw Failure(reason: "\(entry.name) is larger than is read")
        }
        try data.withUnsafeBytes { bytes in
            let reader = Bytes(base: bytes)
            let header = entry.header
            guard try reader.word(header) == 0x0403_4B50 else {
                throw Failure(reason: "\(entry.name) is not where the directory says")
            }
            let start = header + 30 + Int(try reader.short(header + 26)) + Int(try reader.short(header + 28))
            guard start + entry.packedSize <= bytes.count else { throw Failure(reason: "it ends in the middle") }
            let packed = UnsafeRawBufferPointer(rebasing: bytes[start..<(start + entry.packedSize)])
            switch entry.method {
            case 0: try Self.copy(packed, entry, take)
            case 8: try Self.inflate(packed, entry, take)
            default: throw Failure(reason: "\(entry.name) is packed in a way that is not known here: unpack it first")
            }
        }
    }

    /// All of an entry.
    func contents(of entry: Entry) throws -> Data {
        var data = Data()
        try read(entry) { data += $0 }
        return data
    }

    private static func copy(_ bytes: UnsafeRawBufferPointer, _ entry: Entry, _ take: ([UInt8]) throws -> Void) throws {
        var sum = crc32(0, nil, 0)
        for start in stride(from: 0, to: bytes.count, by: chunkBytes) {
            let part = [UInt8](bytes[start..<min(start + chunkBytes, bytes.count)])
            sum = crc32(sum, part, uInt(part.count))
            try take(part)
        }
        guard bytes.count == entry.size, sum == uLong(entry.checksum) else {
            throw Failure(reason: "\(entry.name) is damaged")
        }
    }

    private static func inflate(
        _ bytes: UnsafeRawBufferPointer, _ entry: Entry, _ take: ([UInt8]) throws -> Void
    ) throws {
        var stream = z_stream()
        guard inflateInit2_(&stream, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw Failure(reason: "\(entry.name) cannot be unpacked: memory is short")
        }
        defer { inflateEnd(&stream) }
        // zlib does not write to its input; the type lacks the const.
        stream.next_in = UnsafeMutablePointer(mutating: bytes.bindMemory(to: UInt8.self).baseAddress)
        stream.avail_in = uInt(bytes.count)
        var sum = crc32(0, nil, 0)
        var total = 0
        var status = Z_OK
        while status == Z_OK {
            let part = [UInt8](unsafeUninitializedCapacity: chunkBytes) { buffer, count in
                stream.next_out = buffer.baseAddress
                stream.avail_out = uInt(chunkBytes)
                status = CZlib.inflate(&stream, Z_NO_FLUSH)
                count = chunkBytes - Int(stream.avail_out)
            }
            total += part.count
            guard total <= entry.size, status == Z_OK || status == Z_STREAM_END, !(part.isEmpty && status == Z_OK)
            else { throw Failure(reason: "\(entry.name) is damaged") }
            sum = crc32(sum, part, uInt(part.count))
            if !part.isEmpty { try take(part) }
        }
        guard total == entry.size, sum == uLong(entry.checksum) else {
            throw Failure(reason: "\(entry.name) is damaged")
        }
    }
}
