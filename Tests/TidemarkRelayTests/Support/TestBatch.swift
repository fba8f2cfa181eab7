import Crypto
import TidemarkCore
import TidemarkWire

/// A sealed batch around random bytes: all that a relay can tell.
struct TestBatch {
    let bytes: [UInt8]
    let hash: Hash
    let header: BatchHeader

    /// - Parameter minute: newest stamp, in minutes since 1970.
    init(
        _ space: SpaceID, by device: TestKey, incarnation: UInt32 = 0, _ range: ClosedRange<UInt64>,
        after previous: Hash? = nil, minute: UInt64 = 1_000_000, seed: UInt64 = 1, size: Int = 100,
        signer: TestKey? = nil
    ) throws {
        let random = SeededBytes(seed: seed)
        header = BatchHeader(
            space: space, writer: WriterID(space: space, device: device.bytes, incarnation: incarnation),
            device: device.bytes, incarnation: incarnation, range: range, previous: previous, newestMinute: minute,
            keyEpoch: 0, inflatedBucket: 10, salt: random.next(BatchHeader.saltBytes))
        let headerBytes = try header.serialized()
        let ciphertext = random.next(size)
        let signed = [UInt8]("tidemark batch 0".utf8) + Hash(of: headerBytes).bytes + Hash(of: ciphertext).bytes
        let signature = try (signer ?? device).signing.signature(for: signed)
        bytes =
            Protobytes.field(1, headerBytes) + Protobytes.field(2, ciphertext) + Protobytes.field(3, [UInt8](signature))
        hash = try SealedBatch(bytes: bytes).hash
    }

    /// Batches 1...1, 2...2, and so on, each after the one before.
    static func chain(
        _ count: Int, _ space: SpaceID, by device: TestKey, incarnation: UInt32 = 0, size: Int = 100
    ) throws -> [TestBatch] {
        var chain: [TestBatch] = []
        for number in 1...UInt64(count) {
            chain.append(
                try TestBatch(
                    space, by: device, incarnation: incarnation, number...number, after: chain.last?.hash, seed: number,
                    size: size))
        }
        return chain
    }
}
