import Foundation
package import TidemarkCore
package import TidemarkReplica
import TidemarkWire

/// Devices of one person around one relay model per space, in memory, with clocks that a test sets.
package final class Household {
    package final class Device {
        package let name: String
        package let replica: Replica
        package let clock: TestClock

        init(name: String, replica: Replica, clock: TestClock) {
            self.name = name
            self.replica = replica
            self.clock = clock
        }
    }

    package private(set) var devices: [Device] = []
    package var relays: [SpaceID: RelayModel] = [:]
    /// The relay's clock, in milliseconds since 1970.
    package var now: Int64 = 1_800_000_000_000
    private var random: SeededGenerator

    /// - Parameter clockError: the most by which a device's clock is off at the start, in milliseconds.
    package init(_ names: [String], seed: UInt64 = 1, clockError: Int64 = 0) throws {
        random = SeededGenerator(seed: seed)
        for name in names {
            let off =
                clockError > 0 && random.chance(30) ? Int64.random(in: -clockError...clockError, using: &random) : 0
            if devices.isEmpty { try found(name, off) } else { try join(name, off) }
        }
    }

    package subscript(name: String) -> Replica {
        guard let device = devices.first(where: { $0.name == name }) else { preconditionFailure("no device \(name)") }
        return device.replica
    }

    /// The id of a space.
    package func space(_ kind: SpaceRecord.Kind) throws -> SpaceID {
        guard let space = try devices[0].replica.spaces().first(where: { $0.kind == kind }) else {
            throw ReplicaError.notFound("no \(kind)")
        }
        return space.sid
    }

    private func environment(_ off: Int64) -> (Environment, TestClock) {
        let clock = TestClock(now + off)
        let bytes = SeededBytes(seed: random.next())
        return (Environment(now: { clock.now }, random: { bytes.next($0) }), clock)
    }

    private func found(_ name: String, _ off: Int64) throws {
        let (environment, clock) = environment(off)
        let replica = try Replica.inMemory(deviceName: name, environment: environment).replica
        for space in try replica.spaces() { relays[space.sid] = RelayModel(members: try replica.membership(space.sid)) }
        try replica.setRelay("model")
        devices.append(Device(name: name, replica: replica, clock: clock))
    }

    /// One more device.
    package func join(_ name: String) throws { try join(name, 0) }

    private func join(_ name: String, _ off: Int64) throws {
        let host = devices[0]
        let (environment, clock) = environment(off)
        let link = PairingLink(relay: "model", secret: environment.random(32))
        let device = Device(name: name, replica: try Replica.emptyInMemory(environment: environment), clock: clock)
        let bundle = try JSONDecoder().decode(PairingBundle.self, from: Data(host.replica.pairingBundle()))
        for space in bundle.spaces {
            guard let sid = SpaceID(hex: space.id) else { continue }
            try sync(host, sid)
            try relays[sid]?.append(member: host.replica.makeTicket(sid, link: link, now: now).bytes)
            guard let log = relays[sid]?.members else { continue }
            let enrolment = try device.replica.join(
                space, log: log, ticket: link.ticketKey(space: sid), deviceName: name)
            try relays[sid]?.append(member: enrolment.bytes)
        }
        try device.replica.setRelay("model")
        devices.append(device)
    }

    /// Somebody copies a device's library and uses both.
    package func copy(_ name: String, as copy: String) throws {
        guard let original = devices.first(where: { $0.name == name }) else { return }
        let (environment, clock) = environment(original.clock.now - now)
        let replica = try original.replica.inMemoryCopy(environment: environment)
        devices.append(Device(name: copy, replica: replica, clock: clock))
    }

    /// A device of that name gets a replica that a test has made; it joins the others, or takes the place of the one before.
    package func adopt(_ name: String, _ make: (Environment) throws -> Replica) throws {
        let (environment, clock) = environment(0)
        let device = Device(name: name, replica: try make(environment), clock: clock)
        if let index = devices.firstIndex(where: { $0.name == name }) {
            devices[index] = device
        } else {
            devices.append(device)
        }
    }

    /// A device is lost for ever.
    package func lose(_ name: String) { devices.removeAll { $0.name == name } }

    package struct Stuck: Error, CustomStringConvertible { package let description: String }

    /// Rounds that a device may need for one space before we call it stuck.
    private static let maximumRounds = 200

    package func sync(_ device: Device, _ space: SpaceID) throws {
        for _ in 0..<Self.maximumRounds {
            let plan = try device.replica.prepareSync(space)
            let answer = try handle(space, plan.request.serialized())
            let outcome = try device.replica.completeSync(space, plan, SyncResponse(serialized: answer))
            if let refusal = outcome.refusal { throw Stuck(description: "\(device.name): \(refusal)") }
            if !outcome.needsAnotherRound { return }
        }
        throw Stuck(description: "\(device.name) does not finish")
    }

    /// What the space's relay answers.
    package func handle(_ space: SpaceID, _ request: [UInt8]) throws -> [UInt8] {
        guard let answer = try relays[space]?.handle(request, now: now) else { throw Stuck(description: "no relay") }
        return answer
    }

    /// One device syncs all its spaces.
    package func sync(_ name: String) throws {
        guard let device = devices.first(where: { $0.name == name }) else { return }
        for space in relays.keys.sorted() { try sync(device, space) }
    }

    /// Everybody syncs until nobody has anything left to tell.
    package func settle() throws {
        for _ in 0..<3 { for device in devices { try sync(device.name) } }
    }

    /// Time passes for everybody.
    package func pass(_ milliseconds: Int64) {
        now += milliseconds
        for device in devices { device.clock.advance(by: milliseconds) }
    }
}
