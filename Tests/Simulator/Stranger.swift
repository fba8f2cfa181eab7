import Crypto
import TidemarkCore
import TidemarkLibrary
import TidemarkWire

/// A member of a space who seals with a key that nobody else has: its batches are right in all that a relay can see, and no
/// device can read them. Or with the right key, to vote as somebody else.
struct Stranger: Sendable {
    static let epoch: UInt32 = 9

    let space: SpaceID
    /// Of its device key.
    let seed: [UInt8]
    /// What the others seal with.
    private let key: EpochKey
    let writer: WriterID
    private(set) var count: UInt64 = 0
    private var previous: Hash?

    init(space: SpaceID, seed: [UInt8], key: EpochKey) throws {
        self.space = space
        self.seed = seed
        self.key = key
        let device = try Curve25519.Signing.PrivateKey(rawRepresentation: seed).publicKey
        writer = WriterID(space: space, device: [UInt8](device.rawRepresentation), incarnation: 0)
    }

    mutating func nextBatch(at now: Int64, salt: [UInt8]) throws -> [UInt8] {
        let row = RowID(high: 1, low: count + 1)
        let key = EpochKey(epoch: Self.epoch, bytes: [UInt8](repeating: 9, count: 32))
        return try seal(
            [(row, Kind.item.id, .create(NaturalKey(text: "unread")), [])], with: key, at: now, salt)
    }

    /// The vote of a person who is no member, and the withdrawal of everybody else's.
    mutating func nextForgery(of tool: String, over votes: [Dot], at now: Int64, _ salt: [UInt8]) throws -> [UInt8] {
        let tool = NaturalKey(text: tool).rowID(kind: Kind.tool.id, space: space)
        let release = NaturalKey(rows: [tool], text: "1").rowID(kind: Kind.release.id, space: space)
        let person = PersonID(high: count, low: 1)
        let vote = NaturalKey(rows: [release], text: person.description)
        let row = vote.rowID(kind: Kind.vote.id, space: space)
        return try seal(
            [
                (row, Kind.vote.id, .create(vote), votes),
                (row, Kind.vote.id, .set(.stance, .text(Stance.skip.rawValue)), votes),
            ], with: key, at: now, salt)
    }

    private mutating func seal(
        _ changes: [(row: RowID, kind: KindID, change: Op.Change, seen: [Dot])], with key: EpochKey, at now: Int64,
        _ salt: [UInt8]
    ) throws -> [UInt8] {
        let first = count + 1
        let ops = changes.enumerated().map { index, change in
            Op(
                dot: Dot(writer, first + UInt64(index)), stamp: Stamp(milliseconds: now), action: first,
                kind: change.kind, row: change.row, change: change.change, seen: change.seen)
        }
        count += UInt64(ops.count)
        let body = BatchBody(space: space, writer: writer, range: first...count, members: 1, operations: ops)
        let batch = try SealedBatch.seal(
            body, previous: previous, incarnation: 0,
            device: try Curve25519.Signing.PrivateKey(rawRepresentation: seed), key: key, salt: salt)
        previous = batch.hash
        return batch.bytes
    }
}
