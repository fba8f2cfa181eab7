import TestSupport
import TidemarkCore
import TidemarkLibrary
import TidemarkReplica
import TidemarkWire

/// What becomes of devices.
extension World {
    private static let maximumDevices = 6

    /// Somebody copies a device's library, or sets up a new machine from a backup, and uses both.
    func copy(_ device: Device, _ random: inout SeededGenerator) throws {
        guard devices.count < Self.maximumDevices else { return }
        let name = "\(device.name)\(devices.count)"
        let fromBackup = device.backup != nil && random.chance(50)
        let isHidden = random.chance(50)
        note(
            "\(name) is set up from \(fromBackup ? "a backup" : "a copy") of \(device.name), which goes on"
                + (isHidden ? "; it cannot tell" : ""))
        try add(
            name, copying: fromBackup ? device.backup ?? device.replica : device.replica,
            clock: TestClock(device.clock.now), site: isHidden ? device.replica.environment.site(nil) : nil)
        devices[devices.count - 1].relay = device.relay
    }

    /// Months pass, and whoever does not sync is away.
    func passSeason(_ random: inout SeededGenerator) {
        let days = Int64.random(in: 20...150, using: &random)
        note("\(days) days pass")
        now += days * 86_400_000
        for device in devices { device.clock.advance(by: days * 86_400_000) }
    }

    /// Another device joins a device's state, whatever it has of its own.
    func giveSnapshot(of device: Device, _ random: inout SeededGenerator) throws {
        let space = spaces[Int.random(in: 0..<spaces.count, using: &random)]
        let other = devices[Int.random(in: 0..<devices.count, using: &random)]
        do {
            let snapshot = try device.replica.makeSnapshot(space)
            note("\(other.name) joins a snapshot of \(device.name)'s \(kind(of: space))")
            try other.replica.join(snapshot)
            other.hasRebased = true
        } catch ReplicaError.refused(let reason) {
            note("\(device.name) gives no snapshot: \(reason)")
        }
    }

    /// A device gets the current version.
    func update(_ device: Device) throws {
        guard try device.isEarlier else { return }
        note("\(device.name) gets the current version")
        try device.replica.update()
    }

    /// A disk breaks, and the backup takes the place of what was on it. What the backup lacks and no relay has is lost.
    func restore(_ device: Device, _ random: inout SeededGenerator) throws {
        guard let backup = device.backup else { return }
        let isHidden = random.chance(50)
        note("\(device.name) breaks and is restored from its backup" + (isHidden ? "; it cannot tell" : ""))
        let replica = try copy(backup, device.clock, at: isHidden ? backup.environment.site(nil) : newSite())
        for space in spaces {
            let saved = try Set(replica.operations(space).map(OpIdentity.init))
            let sent = try Set(sentOperations(space, replica).map(OpIdentity.init))
            intentions.removeAll { intention in
                let identity = OpIdentity(intention.op)
                return intention.space == space && intention.device == device.name
                    && !saved.contains(identity) && !sent.contains(identity)
            }
        }
        if relays.count > 1 { try replica.setRelay("relay \(device.relay)") }
        device.replica = replica
    }

    /// What stands in the relays' logs.
    private func sentOperations(_ space: SpaceID, _ replica: Replica) throws -> [Op] {
        let keys = try replica.spaces().first { $0.sid == space }?.epochKeys ?? []
        return relays.compactMap { $0[space]?.log }.joined().flatMap { batch in
            // The strangers' batches cannot be opened.
            (try? batch.open(keys: keys).operations) ?? []
        }
    }
}

extension World.Device {
    /// Whether it has an earlier version.
    var isEarlier: Bool { get throws { try replica.spaces().contains { $0.schema == .earlier } } }
}

/// What an op says, apart from its number and stamp and from what its context says in those: an op that is issued again after
/// a library was copied is the same.
struct OpIdentity: Hashable {
    private let row: RowID
    private let change: Op.Change

    init(_ op: Op) {
        row = op.row
        switch op.change {
        case .trash: change = .trash(VersionVector())
        case .set(let field, .rekey(let key, let move)): change = .set(field, .rekey(key, of: Dot(move.writer, 0)))
        case .edit(let field, let text):
            // Scalars are named by the ops that wrote them.
            let pieces = text.pieces.map { TextChange.Piece(place: .after(nil), right: nil, text: $0.text) }
            change = .edit(field, TextChange(pieces: pieces))
        default: change = op.change
        }
    }
}
