import Foundation
import TestSupport
import TidemarkCore
import TidemarkLibrary
import TidemarkReplica
import TidemarkWire

/// What must hold once everybody has heard everything. Each oracle returns what is wrong.
enum Oracles {
    static func all(_ world: World) throws -> [String] {
        try converged(world) + ReferenceOracle.check(world) + CatalogueOracle.check(world) + intentionsKept(world)
            + nothingTwice(world)
            + relaysAreBlind(world) + nothingLeftToSay(world) + tablesAreMadeOfChanges(world)
            + snapshotsAreTheLog(world)
    }

    /// Making tables anew takes as long as all else of a seed: some of them have to do.
    private static let seedsForVerifying: UInt64 = 9

    /// What stands in the tables of one of the devices is what all changes together make when they are merged anew.
    private static func tablesAreMadeOfChanges(_ world: World) throws -> [String] {
        let (turn, rest) = world.script.seed.quotientAndRemainder(dividingBy: seedsForVerifying)
        guard rest == 0 else { return [] }
        let device = world.devices[Int(turn) % world.devices.count]
        return try device.replica.verify().problems.map { "\(device.name), made anew: \($0)" }
    }

    /// Who has read the whole log learns nothing from a snapshot, and what is made anew from both is the same.
    private static func snapshotsAreTheLog(_ world: World) throws -> [String] {
        let (turn, rest) = world.script.seed.quotientAndRemainder(dividingBy: seedsForVerifying)
        guard rest == 1 else { return [] }
        let (from, to) = (world.devices[0], world.devices[Int(turn) % world.devices.count])
        let replica = try world.copy(to.replica, to.clock, at: to.replica.environment.site(nil))
        var wrong: [String] = []
        for space in world.spaces {
            let snapshot: Snapshot
            do {
                snapshot = try from.replica.makeSnapshot(space)
            } catch ReplicaError.refused {
                continue  // what nobody can read is set aside
            }
            let before = try replica.digest(space)
            try replica.join(snapshot)
            if try replica.digest(space) != before {
                wrong.append("a snapshot of \(from.name)'s \(world.kind(of: space)) changes \(to.name)'s")
            }
        }
        return wrong + (try replica.verify().problems.map { "\(to.name) with a snapshot, made anew: \($0)" })
    }

    /// Equal state, metadata included, and equal lists; everybody knows that it is synced, and only what nobody can read is
    /// set aside.
    private static func converged(_ world: World) throws -> [String] {
        var wrong: [String] = []
        let first = world.devices[0].replica
        let fingerprints = try world.spaces.map { try first.digest($0).fingerprint }
        let tree = try first.bookmarkTree()
        let trash = try first.trashed().map(\.id).sorted()
        for device in world.devices {
            let replica = device.replica
            for (space, fingerprint) in zip(world.spaces, fingerprints) {
                let digest = try replica.digest(space)
                if digest.fingerprint != fingerprint {
                    wrong.append("\(device.name) and A differ in the \(world.kind(of: space))")
                }
                if try digest != ReplicaDigestSource(replica, space).digest() {
                    wrong.append("\(device.name)'s digest of the \(world.kind(of: space)) is not that of its rows")
                }
            }
            if try replica.bookmarkTree() != tree { wrong.append("\(device.name) shows another tree") }
            if try replica.trashed().map(\.id).sorted() != trash { wrong.append("\(device.name) shows another trash") }
            for space in try replica.status().spaces {
                let log = SpaceID(hex: space.id).flatMap { world.relays[device.relay][$0]?.log } ?? []
                let strange = log.count { $0.header.keyEpoch == Stranger.epoch }
                if !space.isSynced || space.parked.count != strange {
                    wrong.append(
                        "\(device.name): \(space.kind) is not synced: \(space.unsent) unsent, set aside \(space.parked)"
                    )
                }
            }
            wrong += try replica.problems().filter { !$0.contains("is set aside") }.map { "\(device.name): \($0)" }
        }
        return wrong
    }

    /// Each op that somebody was told is done is in the shared log, or was replaced by its own author before anybody saw it.
    private static func intentionsKept(_ world: World) throws -> [String] {
        var wrong: [String] = []
        let replica = world.devices[0].replica
        let replaced = Set(world.intentions.flatMap(\.op.seen))
        let hasRebased = Set(world.devices.filter(\.hasRebased).map(\.name))
        for space in world.spaces {
            let ops = try replica.operations(space)
            let byDot = Dictionary(ops.map { ($0.dot, OpIdentity($0)) }) { a, _ in a }
            let said = Set(byDot.values)
            for intention in world.intentions where intention.space == space {
                let identity = OpIdentity(intention.op)
                if byDot[intention.op.dot] == identity || said.contains(identity) { continue }
                // A folder that others have moved meanwhile stays where they put it.
                if case .move = intention.op.change, hasRebased.contains(intention.device) { continue }
                if replaced.contains(intention.op.dot) || isRemoval(intention.op) { continue }
                if isReplacedUnderAnotherNumber(intention, world) { continue }
                wrong.append("\(intention.device)'s \(intention.op) is gone")
            }
        }
        return wrong
    }

    /// What a copy issued again has another dot, which nobody was told of. Its author may replace that one before anybody
    /// sees it.
    private static func isReplacedUnderAnotherNumber(_ intention: World.Intention, _ world: World) -> Bool {
        let told = Set(world.intentions.map(\.op.dot))
        return world.intentions.contains { later in
            guard later.device == intention.device, later.op.row == intention.op.row,
                later.op.stamp > intention.op.stamp, later.op.seen.contains(where: { !told.contains($0) })
            else { return false }
            switch (intention.op.change, later.op.change) {
            case (.set(let field, _), .set(let again, _)): return field == again
            case (.add(let field, let tag), .remove(let again, let removed)): return field == again && tag == removed
            default: return false
            }
        }
    }

    /// A tag that was added and removed again before anybody saw it leaves nothing behind.
    private static func isRemoval(_ op: Op) -> Bool {
        if case .remove = op.change { return true }
        return false
    }

    /// One page is one bookmark, whoever collected or imported it.
    private static func nothingTwice(_ world: World) throws -> [String] {
        var known: Set<String> = []
        return try world.devices[0].replica.bookmarks(BookmarkFilter()).compactMap { bookmark in
            known.insert(try AddressNormalizer.key(of: bookmark.url)).inserted ? nil : "\(bookmark.url) is there twice"
        }
    }

    static func relaysAreBlind(_ world: World) -> [String] {
        let canary = Data(World.canary.utf8)
        let seen = world.relays.flatMap(\.values).flatMap(\.bytes).contains { Data($0).range(of: canary) != nil }
        return seen ? ["a relay holds plaintext"] : []
    }

    /// One more sync sends nothing and brings nothing.
    private static func nothingLeftToSay(_ world: World) throws -> [String] {
        var wrong: [String] = []
        for device in world.devices {
            for space in world.spaces {
                let plan = try device.replica.prepareSync(space)
                let answer = try SyncResponse(
                    serialized: world.handle(device.relay, space, plan.request.serialized()))
                let outcome = try device.replica.completeSync(space, plan, answer)
                if !plan.request.batches.isEmpty || outcome.read > 0 || outcome.needsAnotherRound {
                    wrong.append("\(device.name) has something to say in a sync after everything was said")
                }
            }
        }
        return wrong
    }
}
