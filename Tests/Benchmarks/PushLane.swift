import Crypto
import Foundation
import TidemarkCore
import TidemarkWire

/// One device in one space, with the batches that it is going to push: sealed beforehand, so that the measured time is the
/// relay's.
final class PushLane {
    private static let opsPerBatch = 50

    let space: SpaceID
    let key: Curve25519.Signing.PrivateKey
    let writer: WriterID
    /// Entries of the membership log.
    private let members: UInt64
    private var batches: [SealedBatch] = []
    private var next = 0
    private var token = ""
    private var cursor: SyncCursor?
    /// Where the others' batches are held already, say from another relay: they are then answered by hash.
    var heldElsewhere: VersionVector?

    init(space: SpaceID, key: Curve25519.Signing.PrivateKey, members: UInt64) {
        self.space = space
        self.key = key
        self.members = members
        writer = WriterID(space: space, device: [UInt8](key.publicKey.rawRepresentation), incarnation: 0)
    }

    /// - Parameter now: milliseconds since 1970.
    func seal(_ count: Int, now: Int64, seed: UInt64) throws {
        var random = SystemRandomNumberGenerator()
        let key = EpochKey(epoch: 0, bytes: [UInt8](repeating: 7, count: 32))
        let edits = Workload.singleEdits(Self.opsPerBatch * count, rows: 2 * Self.opsPerBatch * count, seed: seed)
        for number in 0..<count {
            let first = UInt64(number * Self.opsPerBatch) + 1
            let last = first + UInt64(Self.opsPerBatch) - 1
            let ops = (first...last).map { op($0, edits[Int($0) - 1], now: now) }
            batches.append(
                try SealedBatch.seal(
                    BatchBody(space: space, writer: writer, range: first...last, members: members, operations: ops),
                    previous: batches.last?.hash, incarnation: 0, device: self.key, key: key,
                    salt: (0..<BatchHeader.saltBytes).map { _ in .random(in: .min ... .max, using: &random) }))
        }
    }

    private func op(_ number: UInt64, _ edit: Workload.Edit, now: Int64) -> Op {
        let (row, change): (Int, Op.Change) =
            switch edit {
            case .title(let row, let text): (row, .set(FieldID(rawValue: 2), .text(text)))
            case .note(let row, let text): (row, .seed(FieldID(rawValue: 3), text))
            case .tags(let row, let tags): (row, .add(FieldID(rawValue: 4), tags[0]))
            case .folder(let row, let name): (row, .set(FieldID(rawValue: 5), .text(name)))
            case .add, .delete: preconditionFailure("single edits change one field each")
            }
        return Op(
            dot: Dot(writer, number), stamp: Stamp(milliseconds: now, counter: UInt16(truncatingIfNeeded: number)),
            action: number, kind: KindID(rawValue: 1), row: RowID(high: UInt64(row) &* 0x9E37_79B9_7F4A_7C15, low: 1),
            change: change)
    }

    func signIn(_ connection: RawConnection) throws {
        struct Challenge: Decodable { let challenge: Data }
        struct Proof: Encodable { let key, challenge, signature: Data }
        struct Session: Decodable { let token: String }
        let path = "/v1/spaces/\(space)"
        let (_, asked) = try connection.post(path + "/challenge", type: "application/json", [])
        let challenge = try JSONDecoder().decode(Challenge.self, from: Data(asked)).challenge
        let signature = try DeviceChallenge(space: space, challenge: [UInt8](challenge)).signature(by: key)
        let proof = Proof(key: key.publicKey.rawRepresentation, challenge: challenge, signature: Data(signature))
        let (_, session) = try connection.post(
            path + "/session", type: "application/json", [UInt8](JSONEncoder().encode(proof)))
        token = try JSONDecoder().decode(Session.self, from: Data(session)).token
    }

    /// Takes the newest place in the log, as a device that is level has it.
    func catchUp(_ connection: RawConnection) throws {
        while try sync([], connection).more {}
    }

    /// Pushes the next batch.
    func push(_ connection: RawConnection) throws {
        let response = try sync([batches[next].bytes], connection)
        guard response.results == [.stored] else {
            throw ChildProcess.Failure(description: "a push was answered by \(response.results)")
        }
        next += 1
    }

    private func sync(_ batches: [[UInt8]], _ connection: RawConnection) throws -> SyncResponse {
        let request = SyncRequest(cursor: cursor, vector: heldElsewhere, batches: batches, members: members)
        let (status, body) = try connection.post(
            "/v1/spaces/\(space)/sync", type: "application/x-protobuf", token: token, request.serialized())
        guard status == 200 else {
            throw ChildProcess.Failure(description: "\(status): \(String(decoding: body, as: UTF8.self))")
        }
        let response = try SyncResponse(serialized: body)
        cursor = response.cursor
        return response
    }
}
