import Crypto
import Foundation
import Synchronization
import TestSupport
import TidemarkCore
import TidemarkReplica
import TidemarkWire

/// Devices that have found each other, before anything happens. To make them is slow by design (their recovery phrase is to be
/// hard to guess), so a few of each kind are made once and copied.
struct Beginning: Sendable {
    let replicas: [(name: String, replica: Replica)]
    let relays: [SpaceID: RelayModel]
    /// A member whose batches nobody can read.
    let strangers: [SpaceID: Stranger]
    let now: Int64

    private struct Key: Hashable {
        let devices: Int
        let isLevel: Bool
        let variant: UInt64
    }

    private static let variants: UInt64 = 4
    private static let made = Mutex<[Key: Beginning]>([:])

    static func of(_ script: Script) throws -> Beginning {
        let key = Key(
            devices: script.deviceCount, isLevel: script.startsLevel, variant: script.seed % variants)
        return try made.withLock { made in
            if let known = made[key] { return known }
            let new = try Beginning(key)
            made[key] = new
            return new
        }
    }

    private init(_ key: Key) throws {
        let seed = key.variant &* 1000 &+ UInt64(key.devices) &* 10 &+ (key.isLevel ? 1 : 0)
        let home = try Household(Array(["A", "B", "C", "D"].prefix(key.devices)), seed: seed)
        strangers = try Self.enrol(in: home, seed: seed)
        if key.isLevel { try home.settle() }
        replicas = home.devices.map { ($0.name, $0.replica) }
        relays = home.relays
        now = home.now
    }

    private static func enrol(in home: Household, seed: UInt64) throws -> [SpaceID: Stranger] {
        let bytes = SeededBytes(seed: seed ^ 0x5EED)
        let drawn = Mutex<[[UInt8]]>([])
        let now = home.now
        let environment = Environment(
            now: { now },
            random: { count in
                let new = bytes.next(count)
                drawn.withLock { $0.append(new) }
                return new
            })
        let host = home.devices[0]
        let link = PairingLink(relay: "model", secret: environment.random(32))
        let replica = try Replica.emptyInMemory(environment: environment)
        let bundle = try JSONDecoder().decode(PairingBundle.self, from: Data(host.replica.pairingBundle()))
        var strangers: [SpaceID: Stranger] = [:]
        for space in bundle.spaces {
            guard let sid = SpaceID(hex: space.id) else { continue }
            try home.sync(host, sid)
            try home.relays[sid]?.append(member: host.replica.makeTicket(sid, link: link, now: now).bytes)
            guard let log = home.relays[sid]?.members else { continue }
            let enrolment = try replica.join(
                space, log: log, ticket: link.ticketKey(space: sid), deviceName: "stranger")
            try home.relays[sid]?.append(member: enrolment.bytes)
            guard let record = try replica.spaces().first(where: { $0.sid == sid }) else { continue }
            for seed in drawn.withLock({ $0 }) where seed.count == 32 {
                let key = try Curve25519.Signing.PrivateKey(rawRepresentation: seed)
                guard [UInt8](key.publicKey.rawRepresentation) == record.devicePublicKey else { continue }
                guard let epoch = space.epochKeys.keys.max(), let bytes = space.epochKeys[epoch] else { continue }
                strangers[sid] = try Stranger(space: sid, seed: seed, key: EpochKey(epoch: epoch, bytes: bytes))
            }
        }
        return strangers
    }
}
