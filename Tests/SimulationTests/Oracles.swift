import TestSupport
import TidemarkCore
import TidemarkLibrary
import TidemarkReplica

/// What must hold once everybody has heard everything. Each oracle returns what is wrong.
enum Oracles {
    static func all(_ world: World) throws -> [String] {
        try converged(world) + agreesWithReference(world) + intentionsKept(world) + relayIsBlind(world)
            + tablesAreMadeOfChanges(world)
    }

    /// Making tables anew takes as long as all else of a seed: some of them have to do.
    private static let seedsForVerifying: UInt64 = 9

    /// What stands in the tables of one of the devices is what all changes together make when they are merged anew.
    private static func tablesAreMadeOfChanges(_ world: World) throws -> [String] {
        guard world.seed % seedsForVerifying == 0 else { return [] }
        let device = world.devices[Int(world.seed) % world.devices.count]
        return try device.replica.verify().problems.map { "\(device.name), made anew: \($0)" }
    }

    /// Equal state, metadata included, and equal lists; everybody knows that it is synced, and nothing is parked.
    private static func converged(_ world: World) throws -> [String] {
        var wrong: [String] = []
        let first = world.devices[0].replica
        for device in world.devices {
            for kind in SpaceRecord.Kind.allCases
            where try device.replica.fingerprint(kind) != first.fingerprint(kind) {
                wrong.append("\(device.name) and A differ in the \(kind.rawValue)")
            }
            if try device.replica.bookmarkTree() != first.bookmarkTree() {
                wrong.append("\(device.name) shows another tree")
            }
            for space in try device.replica.status().spaces where !space.isSynced || !space.parked.isEmpty {
                wrong.append(
                    "\(device.name): \(space.kind) is not synced: \(space.unsent) unsent, parked \(space.parked)")
            }
            wrong += try device.replica.problems().map { "\(device.name): \($0)" }
        }
        return wrong
    }

    /// The tables say what the reference model says of all ops.
    private static func agreesWithReference(_ world: World) throws -> [String] {
        var wrong: [String] = []
        let replica = world.devices[world.devices.count - 1].replica
        guard let shelf = try replica.spaces().first(where: { $0.kind == .shelf }) else { return ["no shelf"] }
        let model = ReferenceModel(try replica.operations(shelf.sid))
        let items = Set(model.ops.filter { $0.kind == Kind.item.id }.map(\.row))
        var filter = BookmarkFilter()
        let shown = try replica.bookmarks(filter)
        filter.trash = true
        let all = shown + (try replica.bookmarks(filter))
        for row in items where model.exists(row) {
            guard let bookmark = all.first(where: { $0.id == row.description }) else {
                wrong.append("\(row) exists and is shown nowhere")
                continue
            }
            let title = model.register(row, .title)?.winner ?? .null
            if title != (bookmark.title.isEmpty ? .null : .text(bookmark.title)) { wrong.append("title of \(row)") }
            if Set(bookmark.tags) != model.elements(row, .tags) { wrong.append("tags of \(row)") }
            if model.texts(row, .note).count == 1, bookmark.note != model.texts(row, .note)[0] {
                wrong.append("note of \(row)")
            }
            for text in model.texts(row, .note) {
                for line in text.split(separator: "\n") where !bookmark.note.contains(line) {
                    // A line may go when another sibling took it out of what both began with.
                    if model.texts(row, .note).count < 2 { wrong.append("note of \(row) lost \(line)") }
                }
            }
        }
        let places = model.tree
        for path in try replica.folderPaths() where path.isEmpty { wrong.append("a folder without a path") }
        let folders = Set(model.ops.filter { $0.kind == Kind.folder.id }.map(\.row))
        for folder in folders where model.exists(folder) && places[folder] == nil {
            wrong.append("folder \(folder) is nowhere")
        }
        return wrong
    }

    /// Each op that somebody was told is done is in the shared log, or was replaced by an op of its own author.
    private static func intentionsKept(_ world: World) throws -> [String] {
        var wrong: [String] = []
        let replica = world.devices[0].replica
        let replacedByAuthor = Set(world.intentions.flatMap(\.op.seen))
        for space in world.household.relays.keys {
            let sealed = Dictionary(try replica.operations(space).map { ($0.dot, $0) }) { a, _ in a }
            for intention in world.intentions where intention.space == space {
                if let op = sealed[intention.op.dot] {
                    if op.change != intention.op.change || op.row != intention.op.row {
                        wrong.append("\(op) was changed")
                    }
                } else if !replacedByAuthor.contains(intention.op.dot), !isEmptyRemoval(intention.op) {
                    wrong.append("\(intention.device)'s \(intention.op) is gone")
                }
            }
        }
        return wrong
    }

    /// A tag that was added and removed again before anybody saw it leaves nothing behind.
    private static func isEmptyRemoval(_ op: Op) -> Bool {
        if case .remove = op.change { return true }
        return false
    }

    private static func relayIsBlind(_ world: World) -> [String] {
        let canary = Array(World.canary.utf8)
        let seen = world.household.relays.values.flatMap(\.bytes).contains { bytes in
            bytes.indices.dropLast(canary.count - 1).contains { Array(bytes[$0..<($0 + canary.count)]) == canary }
        }
        return seen ? ["a relay holds plaintext"] : []
    }
}
