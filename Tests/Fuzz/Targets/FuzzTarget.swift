import Foundation
import TidemarkCore
import TidemarkInterchange
import TidemarkLibrary
import TidemarkWire

/// A decoder of bytes that come from outside: from a relay, from another device, from a file, from a person.
///
/// Refusing them is fine, whatever they are. A crash is not, nor a value that does not come back from its own bytes, nor one
/// that breaks its invariants.
package enum FuzzTarget: String, CaseIterable, Sendable {
    case address
    case archive
    case batch
    case body
    case catalogue
    case change
    case header
    /// The first byte chooses the format.
    case importing = "import"
    case manifest
    case membership
    case pack
    case page
    case pairing
    case phrase
    case price
    case query
    case request
    case response
    case text
    case vector

    private static let space = SpaceID(high: 1, low: 2)
    private static let writer = WriterID(high: 3, low: 4)
    private static let numbers: ClosedRange<UInt64> = 1...1000

    /// Decodes the bytes, and checks what comes of it.
    package func run(_ bytes: [UInt8]) {
        do {
            switch self {
            case .address: try Self.address(Self.text(bytes))
            case .archive: _ = try ArchiveReader(Data(bytes))
            case .batch:
                let batch = try SealedBatch(bytes: bytes)
                precondition(batch.bytes == bytes, "a batch is its bytes")
                try batch.verifySignature()
            case .body: try Self.comesBack(try Self.body(bytes), { try $0.serialized() }, Self.body)
            case .catalogue: try Self.catalogue(bytes)
            case .change: try Self.change(bytes)
            case .header:
                try Self.comesBack(
                    try BatchHeader(serialized: bytes), { try $0.serialized() }, { try BatchHeader(serialized: $0) })
            case .importing: try Self.importing(bytes)
            case .manifest:
                try Self.comesBack(
                    try SnapshotManifest(serialized: bytes), { try $0.serialized() },
                    { try SnapshotManifest(serialized: $0) })
            case .membership:
                let entry = try MembershipEntry(bytes: bytes)
                precondition(entry.bytes == bytes, "an entry is its bytes")
                try entry.verifySignature()
            case .pack:
                try Self.comesBack(
                    try StatePack(inflated: bytes, space: Self.space), { try $0.serialized() },
                    { try StatePack($0, space: Self.space) })
            case .page: _ = try ComparePageReader.read(Self.text(bytes))
            case .pairing:
                try Self.comesBack(try PairingLink(Self.text(bytes)), { $0.description }, { try PairingLink($0) })
            case .phrase:
                try Self.comesBack(try RecoveryPhrase(Self.text(bytes)), { $0.description }, { try RecoveryPhrase($0) })
            case .price: _ = PriceText.parse(Self.text(bytes))
            case .query: Self.query(Self.text(bytes))
            case .request:
                try Self.comesBack(
                    try SyncRequest(serialized: bytes), { try $0.serialized() }, { try SyncRequest(serialized: $0) })
            case .response:
                try Self.comesBack(
                    try SyncResponse(serialized: bytes), { try $0.serialized() }, { try SyncResponse(serialized: $0) })
            case .text: try Self.sequence(bytes)
            case .vector:
                let vector = try VersionVector(serialized: bytes)
                vector.invariantCheck()
                try Self.comesBack(vector, { try $0.serialized() }, { try VersionVector(serialized: $0) })
            }
        } catch {
            // Refused: what decoders are for.
        }
    }

    /// Whether a value that was read is the same after it was written and read again.
    private static func comesBack<Value: Equatable, Encoded>(
        _ value: Value, _ write: (Value) throws -> Encoded, _ read: (Encoded) throws -> Value
    ) throws {
        let encoded = try write(value)
        do {
            let again = try read(encoded)
            precondition(again == value, "\(value) comes back as \(again)")
        } catch {
            preconditionFailure("\(value) does not come back: \(error)")
        }
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    private static func body(_ bytes: [UInt8]) throws -> BatchBody {
        try BatchBody(serialized: bytes, space: space, writer: writer, range: numbers)
    }

    private static func address(_ text: String) throws {
        try comesBack(try AddressNormalizer.key(of: text), { $0 }, { try AddressNormalizer.key(of: $0) })
    }

    private static func query(_ text: String) {
        do {
            _ = try QueryParser.parse(text, completing: true)
        } catch {
            // One behind the end is where something is missing.
            precondition(error.place.lowerBound <= text.count, "an error behind the query")
        }
    }

    private static func change(_ bytes: [UInt8]) throws {
        let dot = Dot(writer, 9)
        let writers = [writer, WriterID(high: 5, low: 6)]
        func name(_ number: UInt64) -> WriterID? { number < 2 ? writers[Int(number)] : nil }
        let change = try TextChange(decoding: bytes, dot, writer: name)
        try comesBack(
            change, { $0.encoded(dot) { $0 == writer ? 0 : 1 } }, { try TextChange(decoding: $0, dot, writer: name) })
        var text = TextSequence()
        _ = text.insert("what stands there", at: 0, dot: Dot(writers[1], 1))
        try text.apply(change, dot: dot)
        text.invariantCheck()
    }

    private static func sequence(_ bytes: [UInt8]) throws {
        var text = try TextSequence(decoding: bytes)
        text.invariantCheck()
        try comesBack(text, { $0.encoded() }, { try TextSequence(decoding: $0) })
        // One that can be read can be written to.
        let dot = Dot(WriterID(high: 7, low: 8), TextChange.maximumNumber)
        _ = text.insert("more", at: text.count / 2, dot: dot)
        text.invariantCheck()
    }

    // MARK: Files

    /// The same place again and again, one for each process.
    private static let folder: String = {
        let path = FileManager.default.temporaryDirectory
            .appending(path: "tidemark-fuzz-\(ProcessInfo.processInfo.processIdentifier)").path()
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }()

    private static func importing(_ bytes: [UInt8]) throws {
        guard let first = bytes.first else { return }
        let formats = ImportFormat.allCases
        let format = Int(first) < formats.count ? formats[Int(first)] : nil
        let path = folder + "/import"
        try Data(bytes.dropFirst()).write(to: URL(filePath: path))
        _ = try ImportSource(path: path).read(as: format) { _, _ in }
    }

    private static func catalogue(_ bytes: [UInt8]) throws {
        let path = folder + "/catalogue"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(filePath: path + "/tool.yaml"))
        _ = CatalogueFolderReader.read(folder: path)
    }

    /// Takes away what `run` left in the temporary directory.
    package static func clean() { try? FileManager.default.removeItem(atPath: folder) }
}
