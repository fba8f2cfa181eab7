import Crypto
import Foundation
import TestSupport
import TidemarkCore
import TidemarkReplica
import TidemarkWire

/// A library on disk, and a member of one of its spaces that has none: it seals what it is told to, as one writer or many.
final class Guest {
    private let directory: String
    let replica: Replica
    let space: SpaceRecord
    private var relay: RelayModel
    private let device = Curve25519.Signing.PrivateKey()
    private var heads: [UInt32: (last: UInt64, hash: Hash)] = [:]
    /// Seconds that sealing has taken.
    private(set) var sealing = 0.0

    init(_ kind: SpaceRecord.Kind) throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "tidemark-bench-\(getpid())-\(UUID())")
            .path()
        replica = try Replica.create(home: directory, deviceName: "A").replica
        guard let space = try replica.spaces().first(where: { $0.kind == kind }) else {
            throw ChildProcess.Failure(description: "no \(kind)")
        }
        self.space = space
        relay = RelayModel(members: try replica.membership(space.sid), page: 64)
        try replica.setRelay("model")
        let link = PairingLink(relay: "model", secret: replica.environment.random(32))
        let ticket = try link.ticketKey(space: space.sid)
        try relay.append(member: replica.makeTicket(space.sid, link: link, now: replica.environment.now()).bytes)
        guard let sealed = relay.members.ticket([UInt8](ticket.publicKey.rawRepresentation))?.sealed else {
            throw ChildProcess.Failure(description: "no ticket")
        }
        let enrolment = try MembershipEntry.enrolment(
            after: relay.members, ticket: ticket, device: [UInt8](device.publicKey.rawRepresentation), sealed: sealed)
        try relay.append(member: enrolment.bytes)
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    func writer(_ incarnation: UInt32) -> WriterID {
        WriterID(
            space: space.sid, device: [UInt8](device.publicKey.rawRepresentation), incarnation: incarnation)
    }

    /// Seals ops that follow those sealed before for the same writer, in one batch, and has the relay model take it.
    func push(_ ops: [Op], as incarnation: UInt32) throws {
        guard let first = ops.first?.dot.number, let last = ops.last?.dot.number, let key = space.epochKeys.last else {
            return
        }
        let (seconds, batch) = try timed {
            try SealedBatch.seal(
                BatchBody(
                    space: space.sid, writer: writer(incarnation), range: first...last, members: relay.members.count,
                    operations: ops),
                previous: heads[incarnation]?.hash, incarnation: incarnation, device: device, key: key,
                salt: replica.environment.random(BatchHeader.saltBytes))
        }
        sealing += seconds
        heads[incarnation] = (last, batch.hash)
        let request = SyncRequest(batches: [batch.bytes], members: relay.members.count)
        let answer = try SyncResponse(serialized: relay.handle(request.serialized(), now: replica.environment.now()))
        guard answer.results == [.stored] else {
            throw ChildProcess.Failure(description: "the relay model did not take a batch: \(answer.results)")
        }
    }

    /// Has the replica take everything. Returns the seconds that it worked.
    func receive() throws -> Double {
        var worked = 0.0
        while true {
            let (preparing, plan) = try timed { try replica.prepareSync(space.sid) }
            let answer = try relay.handle(plan.request.serialized(), now: replica.environment.now())
            let (completing, outcome) = try timed {
                try replica.completeSync(space.sid, plan, SyncResponse(serialized: answer))
            }
            worked += preparing + completing
            guard outcome.parked == 0, outcome.refusal == nil else {
                throw ChildProcess.Failure(description: "the replica did not take a batch")
            }
            if !outcome.needsAnotherRound { return worked }
        }
    }

    /// Seconds that verifying and opening all batches takes.
    func opening() throws -> Double {
        try timed { for batch in relay.log { _ = try SealedBatch(bytes: batch.bytes).open(keys: space.epochKeys) } }
            .seconds
    }
}
