import Foundation
import TidemarkCore
import TidemarkReplica
import TidemarkWire

/// A new device that has the packs of a snapshot: from there to a library that can be searched, durable.
enum SnapshotDevice {
    static func run(_ original: Replica, directory: String, floorSeconds: Double, _ figures: Figures) throws {
        guard let shelf = try original.spaces().first(where: { $0.kind == .shelf }) else { return }
        let (making, snapshot) = try timed { try original.makeSnapshot(shelf.sid) }
        figures.add("make a snapshot", making, "s")
        let bytes = snapshot.packs.map(\.bytes.count).reduce(0, +)
        figures.add("snapshot: \(snapshot.packs.count) packs, not encrypted", Double(bytes) / 1e6, "MB")
        let device = try member(of: shelf, original, home: directory + "/snapshot")
        let (joining, _) = try timed { try device.join(snapshot) }
        figures.add("new device from a snapshot", joining, "s")
        figures.add("new device from a snapshot / raw floor", joining / floorSeconds, "x", atMost: 1.5)
        let (digest, fingerprint) = try timed { try device.fingerprint(.shelf) }
        figures.add("digest of everything", digest, "s")
        guard try fingerprint == original.fingerprint(.shelf) else {
            throw ChildProcess.Failure(description: "the devices differ")
        }
    }

    /// A library that has nothing but the keys of a space.
    private static func member(of space: SpaceRecord, _ host: Replica, home: String) throws -> Replica {
        let device = try Replica.connectNew(home: home)
        let link = PairingLink(relay: "none", secret: device.environment.random(32))
        let bundle = try JSONDecoder().decode(PairingBundle.self, from: Data(host.pairingBundle()))
        for paired in bundle.spaces where paired.id == space.sid.description {
            var log = try host.membership(space.sid)
            try log.append(host.makeTicket(space.sid, link: link, now: device.environment.now()).bytes)
            _ = try device.join(paired, log: log, ticket: link.ticketKey(space: space.sid), deviceName: "snapshot")
        }
        return device
    }
}
