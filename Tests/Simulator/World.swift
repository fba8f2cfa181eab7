import TestSupport
import TidemarkCore
import TidemarkLibrary
import TidemarkReplica
import TidemarkWire

/// Real replicas in memory, models of relays, and a network that loses, repeats, delays, reorders and cuts, all from one script.
final class World {
    final class Device {
        let name: String
        var replica: Replica
        let clock: TestClock
        var relay = 0
        /// Whether it came back from a long absence and looked at its work again.
        var hasRebased = false
        /// A copy of its library, made at some time.
        var backup: Replica?

        init(name: String, replica: Replica, clock: TestClock) {
            self.name = name
            self.replica = replica
            self.clock = clock
        }
    }

    /// What somebody did and was told is done.
    struct Intention {
        let space: SpaceID
        let op: Op
        let device: String
    }

    /// Somebody's request on its way.
    struct Stray {
        let relay: Int
        let space: SpaceID
        let bytes: [UInt8]
    }

    /// An answer that the relay has given and that has not arrived yet.
    struct Late {
        let device: String
        /// It asked; another one that has taken its place since did not.
        let replica: Replica
        let space: SpaceID
        let plan: SyncPlan
        let answer: SyncResponse
    }

    /// Stands in everything that people write.
    static let canary = "canary"

    let script: Script
    var devices: [Device] = []
    var relays: [[SpaceID: RelayModel]]
    var savedRelays: [[SpaceID: RelayModel]]
    /// By how much a relay's clock is off.
    var relayClocks: [Int64]
    var strangers: [SpaceID: Stranger]
    var now: Int64
    var stray: [Stray] = []
    var late: [Late] = []
    var intentions: [Intention] = []
    /// Relays are told apart by it after they were wiped.
    var epoch: UInt8 = 1
    private(set) var trace: [String] = []
    private let isTraced: Bool
    private var seeds: SeededGenerator

    init(_ script: Script, trace: Bool = false) throws {
        self.script = script
        isTraced = trace
        let beginning = try Beginning.of(script)
        relays = Array(repeating: beginning.relays, count: script.relayCount)
        savedRelays = relays
        relayClocks = Array(repeating: 0, count: script.relayCount)
        strangers = beginning.strangers
        now = beginning.now
        seeds = SeededGenerator(seed: script.seed ^ 0xC10C)
        for (name, replica) in beginning.replicas {
            let error = script.clockError
            let off = error > 0 && seeds.chance(30) ? Int64.random(in: -error...error, using: &seeds) : 0
            try add(name, copying: replica, clock: TestClock(now + off))
            note("\(name)'s clock is off by \(off) ms")
            guard script.isMixed, seeds.chance(50) else { continue }
            note("\(name) has an earlier version")
            try devices[devices.count - 1].replica.setBack(to: .earlier)
        }
    }

    var spaces: [SpaceID] { relays[0].keys.sorted() }

    func note(_ line: @autoclosure () -> String) {
        if isTraced { trace.append(line()) }
    }

    func add(_ name: String, copying replica: Replica, clock: TestClock, site: Site? = nil) throws {
        devices.append(
            Device(name: name, replica: try copy(replica, clock, at: site ?? newSite()), clock: clock))
    }

    /// A file that no library lay in before.
    func newSite() -> Site { Site(machine: "simulated", file: seeds.next()) }

    /// - Parameter site: the original's own for a copy that nobody can tell by it, as that of a whole virtual machine.
    func copy(_ replica: Replica, _ clock: TestClock, at site: Site?) throws -> Replica {
        let bytes = SeededBytes(seed: seeds.next())
        return try replica.inMemoryCopy(
            environment: Environment(now: { clock.now }, random: { bytes.next($0) }, site: { _ in site }))
    }

    func kind(of space: SpaceID) -> String {
        let kind = (try? devices[0].replica.spaces())?.first { $0.sid == space }?.kind
        return kind?.rawValue ?? "space"
    }

    // MARK: Steps

    /// - Throws: `Violation` where something is wrong already.
    func perform(_ step: Step) throws {
        var random = SeededGenerator(seed: step.seed)
        // Much is done in the same millisecond, so that the order of equal stamps counts.
        let passed = random.chance(30) ? 0 : Int64.random(in: 0...5000, using: &random)
        now += passed
        for device in devices { device.clock.advance(by: passed) }
        let device = devices[Int.random(in: 0..<devices.count, using: &random)]
        switch step.kind {
        case .edit: try edit(device, &random)
        case .undo: try undo(device, &random)
        case .importFile: try importFile(device, &random)
        case .bulk: try bulk(device, &random)
        case .unite: try unite(device)
        case .removeMuch: try removeMuch(device, &random)
        case .decide: try decide(device, accept: random.chance(50))
        case .crash: try crash(device, &random)
        case .clockJump:
            let jump = Int64.random(in: -86_400_000...86_400_000, using: &random)
            note("\(device.name)'s clock jumps by \(jump) ms")
            device.clock.advance(by: jump)
        case .night:
            let hours = Int64.random(in: 1...72, using: &random)
            note("\(hours) hours pass")
            now += hours * 3_600_000
            for device in devices { device.clock.advance(by: hours * 3_600_000) }
        case .season: passSeason(&random)
        case .snapshot: try giveSnapshot(of: device, &random)
        case .copy: try copy(device, &random)
        case .backUp:
            note("\(device.name) makes a backup")
            device.backup = try copy(device.replica, device.clock, at: device.replica.environment.site(nil))
        case .restore: try restore(device, &random)
        case .sync: try sync(device, &random)
        case .update: try update(device)
        case .stray: try deliverStray(&random)
        case .lateAnswer: try deliverLate(&random)
        case .moveRelay: try moveRelay(device, to: Int.random(in: 0..<relays.count, using: &random))
        case .relayClock: moveRelayClock(&random)
        case .wipeRelay: try wipeRelay(device, &random)
        case .saveRelay:
            note("the relays are backed up")
            savedRelays = relays
        case .rollBackRelay:
            note("the relays are restored from their backup")
            relays = savedRelays
        case .poison: try poison(device, &random)
        case .audit: try Audit.check(self, &random)
        }
    }
}

/// Something that must never be.
package struct Violation: Error, CustomStringConvertible {
    package let description: String
}
