import Crypto
import TidemarkCore
import TidemarkWire

/// A member of a space who seals with a key that nobody else has: its batches are right in all that a relay can see, and no
/// device can read them.
struct Stranger: Sendable {
    static let epoch: UInt32 = 9

    let space: SpaceID
    /// Of its device key.
    let seed: [UInt8]
    private(set) var count: UInt64 = 0
    private var previous: Hash?

    init(space: SpaceID, seed: [UInt8]) {
        self.space = space
        self.seed = seed
    }

    mutating func nextBatch(at now: Int64, salt: [UInt8]) throws -> [UInt8] {
        let key = try Curve25519.Signing.PrivateKey(rawRepresentation: seed)
        let writer = WriterID(space: space, device: [UInt8](key.publicKey.rawRepresentation), incarnation: 0)
        let number = count + 1
        let row = RowID(high: 1, low: number)
        let op = Op(
            dot: Dot(writer, number), stamp: Stamp(milliseconds: now), action: number, kind: KindID(rawValue: 1),
            row: row, change: .create(NaturalKey(text: "unread")))
        let body = BatchBody(space: space, writer: writer, range: number...number, members: 1, operations: [op])
        let batch = try SealedBatch.seal(
            body, previous: previous, incarnation: 0, device: key,
            key: EpochKey(epoch: Self.epoch, bytes: [UInt8](repeating: 9, count: 32)), salt: salt)
        previous = batch.hash
        count = number
        return batch.bytes
    }
}
