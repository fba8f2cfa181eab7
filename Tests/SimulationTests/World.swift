import TestSupport
import TidemarkCore
import TidemarkLibrary
import TidemarkReplica
import TidemarkWire

/// Several real replicas in memory, two relay models, and a network that loses, repeats, delays and reorders, all from one
/// seed.
final class World {
    /// What somebody did and was told is done.
    struct Intention {
        let space: SpaceID
        let op: Op
        let device: String
    }

    static let canary = "canary"
    private static let urls = (1...6).map { "https://\(canary).example/\($0)" }
    private static let folders = [["Work"], ["Work", "Deep"], ["Home"], ["Read"]]

    let seed: UInt64
    let household: Household
    private(set) var intentions: [Intention] = []
    private(set) var trace: [String] = []
    private var random: SeededGenerator
    /// Requests that the network still has and may deliver, again or for the first time.
    private var stray: [(space: SpaceID, bytes: [UInt8])] = []

    init(seed: UInt64) throws {
        self.seed = seed
        random = SeededGenerator(seed: seed)
        let count = Int.random(in: 2...4, using: &random)
        // Clocks are wrong by up to ten days.
        household = try Household(
            Array(["A", "B", "C", "D"].prefix(count)), seed: random.next(), clockError: 864_000_000)
    }

    var devices: [Household.Device] { household.devices }
    private var spaces: [SpaceID] { household.relays.keys.sorted() }

    // MARK: Steps

    func step() throws {
        household.now += Int64.random(in: 0...5_000, using: &random)
        let device = devices[Int.random(in: 0..<devices.count, using: &random)]
        device.clock.advance(by: Int64.random(in: 0...5_000, using: &random))
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<55: try edit(device)
        case 55..<90: try faultySync(device, spaces[Int.random(in: 0..<2, using: &random)])
        case 90..<94:
            let jump = Int64.random(in: -86_400_000...86_400_000, using: &random)
            trace.append("\(device.name): the clock jumps by \(jump) ms")
            device.clock.advance(by: jump)
        default: try deliverStray()
        }
    }

    private func edit(_ device: Household.Device) throws {
        var random = random
        defer { self.random = random }
        let choice = Int.random(in: 0..<14, using: &random)
        let url = Self.urls.randomElement(using: &random) ?? ""
        let path = Self.folders.randomElement(using: &random) ?? []
        let other = Self.folders.randomElement(using: &random) ?? []
        let word = "\(Self.canary)\(Int.random(in: 0..<50, using: &random))"
        let number = Int.random(in: 0..<1000, using: &random)
        trace.append("\(device.name): edit \(choice) \(url.suffix(2)) \(path) \(other) \(word)")
        let kind: SpaceRecord.Kind = choice >= 12 ? .catalogue : .shelf
        let ops = try device.replica.edit(kind) { edit -> [Op] in
            do {
                try World.perform(choice, edit, url: url, path: path, other: other, word: word, number: number)
            } catch is ReplicaError {
                // What makes no sense where things stand (a folder into itself): nothing was done yet.
            }
            return edit.ops
        }
        guard let space = try device.replica.spaces().first(where: { $0.kind == kind }) else { return }
        intentions += ops.map { Intention(space: space.sid, op: $0, device: device.name) }
    }

    private static func perform(
        _ choice: Int, _ edit: Edit, url: String, path: [String], other: [String], word: String, number: Int
    ) throws {
        switch choice {
        case 0, 1: _ = try edit.add(.init(url: url, title: choice == 0 ? word : nil, tags: [word]))
        case 2: try edit.set(edit.add(.init(url: url)).row, .item, .title, .text(word))
        case 3: try edit.addTag(edit.add(.init(url: url)).row, "t\(number % 3)")
        case 4: try edit.removeTag(edit.add(.init(url: url)).row, "t\(number % 3)")
        case 5: try edit.write(edit.add(.init(url: url)).row, .item, .note, "\(word)\n\(number)")
        case 6: try edit.place(edit.add(.init(url: url)).row, in: edit.folder(at: path))
        case 7: try edit.move(edit.add(.init(url: url)).row, to: edit.folder(at: path))
        case 8: try edit.trash(edit.add(.init(url: url)).row, .item)
        case 9:
            let (from, to) = (try edit.folder(at: path), try edit.folder(at: other))
            try edit.move(folder: from, to: to)
        case 10: try edit.rename(folder: edit.folder(at: path), to: number % 2 == 0 ? other.last ?? word : word)
        case 11:
            let folder = try edit.folder(at: path)
            if number % 2 == 0 { try edit.trash(folder, .folder) } else { try edit.restore(folder, .folder) }
        default:
            let release = ReleaseRecord(
                slug: "1", name: word, pricingText: "$\(number)/mo",
                takes: [
                    TakeRecord(role: .builder, reviewer: "Builder", score: number % 101, stance: .ship, rationale: word)
                ])
            _ = try edit.take(
                CatalogueDocument(tools: [ToolRecord(slug: "t\(number % 2)", name: word, releases: [release])]),
                overwrite: number % 3 == 0)
            let tool = NaturalKey(text: "t\(number % 2)").rowID(kind: Kind.tool.id, space: edit.spaceID)
            let row = NaturalKey(rows: [tool], text: "1").rowID(kind: Kind.release.id, space: edit.spaceID)
            try edit.vote(row, number % 5 == 0 ? nil : number % 2 == 0 ? .ship : .skip)
        }
    }

    // MARK: Network

    private func faultySync(_ device: Household.Device, _ space: SpaceID) throws {
        let plan = try device.replica.prepareSync(space)
        let bytes = try plan.request.serialized()
        let fault = Int.random(in: 0..<100, using: &random)
        trace.append(
            "\(device.name): sync \(space.description.prefix(4)) with \(plan.request.batches.count) batches, fault \(fault)"
        )
        switch fault {
        case 0..<10: return  // crashed before the first byte left
        case 10..<20: stray.append((space, bytes))  // lost on the way, or only late
        case 20..<35:
            _ = try household.handle(space, bytes)  // taken, and the answer is lost
            stray.append((space, bytes))
        case 35..<42:
            _ = try household.handle(space, bytes)  // taken twice
            try complete(device, space, plan, bytes)
        case 42..<50:
            // The answer is cut off: no part of it may count.
            let answer = try household.handle(space, bytes)
            let cut = Array(answer.prefix(Int.random(in: 0..<max(answer.count, 1), using: &random)))
            if let response = try? SyncResponse(serialized: cut) {
                // What still parses either says too little, and is refused, or says what is true.
                _ = try? device.replica.completeSync(space, plan, response)
            }
        default: try complete(device, space, plan, bytes)
        }
    }

    private func complete(_ device: Household.Device, _ space: SpaceID, _ plan: SyncPlan, _ bytes: [UInt8]) throws {
        let answer = try household.handle(space, bytes)
        _ = try device.replica.completeSync(space, plan, SyncResponse(serialized: answer))
    }

    private func deliverStray() throws {
        guard !stray.isEmpty else { return }
        let (space, bytes) = stray[Int.random(in: 0..<stray.count, using: &random)]
        trace.append("network: a late request for \(space.description.prefix(4))")
        _ = try household.handle(space, bytes)
    }
}
