import TestSupport
import TidemarkCore
import TidemarkLibrary
import TidemarkReplica
import TidemarkWire

/// Requests, answers and what becomes of them on the way.
extension World {
    func handle(_ relay: Int, _ space: SpaceID, _ bytes: [UInt8]) throws -> [UInt8] {
        guard let answer = try relays[relay][space]?.handle(bytes, now: now + relayClocks[relay]) else {
            throw Violation(description: "no relay")
        }
        return answer
    }

    func sync(_ device: Device, _ random: inout SeededGenerator) throws {
        let space = spaces[Int.random(in: 0..<spaces.count, using: &random)]
        let plan = try device.replica.prepareSync(space)
        let bytes = try plan.request.serialized()
        let fault = Int.random(in: 0..<100, using: &random)
        func tell(_ fate: String) {
            note("\(device.name) syncs its \(kind(of: space)) with \(plan.request.batches.count) batches: \(fate)")
        }
        switch fault {
        case 0..<4: tell("it stops before the first byte leaves")
        case 4..<8: tell("the relay fails before it has stored anything")
        case 8..<18:
            tell("the request is lost, or only late")
            stray.append(Stray(relay: device.relay, space: space, bytes: bytes))
        case 18..<25:
            tell("the answer is lost")
            _ = try handle(device.relay, space, bytes)
            stray.append(Stray(relay: device.relay, space: space, bytes: bytes))
        case 25..<28:
            tell("the relay fails after it has stored everything")
            _ = try handle(device.relay, space, bytes)
        case 28..<32:
            tell("the answer is slow")
            let answer = try SyncResponse(serialized: handle(device.relay, space, bytes))
            late.append(
                Late(device: device.name, replica: device.replica, space: space, plan: plan, answer: answer))
        case 32..<40:
            tell("the request comes twice")
            _ = try handle(device.relay, space, bytes)
            try complete(device, space, plan, bytes)
        case 40..<46:
            tell("the answer comes twice")
            let answer = try SyncResponse(serialized: handle(device.relay, space, bytes))
            try take(answer, device, space, plan)
            try take(answer, device, space, plan)
        case 46..<52:
            let answer = try handle(device.relay, space, bytes)
            let cut = Array(answer.prefix(Int.random(in: 0..<max(answer.count, 1), using: &random)))
            tell("the answer is cut after \(cut.count) of \(answer.count) bytes")
            // What still can be read says too little, and is refused, or says what is true.
            if let response = try? SyncResponse(serialized: cut) { try take(response, device, space, plan) }
        case 52..<60:
            tell("something is done while it is on its way")
            let answer = try SyncResponse(serialized: handle(device.relay, space, bytes))
            try edit(device, &random)
            try take(answer, device, space, plan)
        case 60..<75:
            tell("to its end")
            try complete(device, space, plan, bytes)
            try syncToEnd(device, space, mayBeRefused: true)
        default:
            tell("one round")
            try complete(device, space, plan, bytes)
        }
    }

    private func complete(_ device: Device, _ space: SpaceID, _ plan: SyncPlan, _ bytes: [UInt8]) throws {
        try take(SyncResponse(serialized: handle(device.relay, space, bytes)), device, space, plan)
    }

    /// A replica may refuse an answer that makes no sense to it; then nothing has changed.
    private func take(_ response: SyncResponse, _ device: Device, _ space: SpaceID, _ plan: SyncPlan) throws {
        do {
            if try device.replica.completeSync(space, plan, response).rebased > 0 { device.hasRebased = true }
        } catch let error as WireError {
            note("\(device.name) refuses the answer: \(error)")
        }
    }

    /// Rounds that a device may need for one space before we call it stuck.
    private static let maximumRounds = 200

    /// - Returns: whether nothing was sent and nothing came.
    @discardableResult
    func syncToEnd(_ device: Device, _ space: SpaceID, mayBeRefused: Bool = false) throws -> Bool {
        var isQuiet = true
        for _ in 0..<Self.maximumRounds {
            let plan = try device.replica.prepareSync(space)
            let answer = try handle(device.relay, space, plan.request.serialized())
            let outcome = try device.replica.completeSync(space, plan, SyncResponse(serialized: answer))
            if !plan.request.batches.isEmpty || outcome.read > 0 { isQuiet = false }
            if outcome.rebased > 0 { device.hasRebased = true }
            if let refusal = outcome.refusal {
                if mayBeRefused { return false }
                throw Violation(description: "\(device.name): \(refusal)")
            }
            if !outcome.needsAnotherRound { return isQuiet }
        }
        throw Violation(description: "\(device.name) does not finish its sync")
    }

    func deliverStray(_ random: inout SeededGenerator) throws {
        guard !stray.isEmpty else { return }
        let late = stray[Int.random(in: 0..<stray.count, using: &random)]
        note("a late request reaches relay \(late.relay) (\(kind(of: late.space)))")
        _ = try handle(late.relay, late.space, late.bytes)
    }

    /// A slow answer arrives, behind those of later requests.
    func deliverLate(_ random: inout SeededGenerator) throws {
        guard !late.isEmpty else { return }
        let answer = late.remove(at: Int.random(in: 0..<late.count, using: &random))
        guard let device = devices.first(where: { $0.name == answer.device && $0.replica === answer.replica }) else {
            return
        }
        note("a slow answer reaches \(device.name) (\(kind(of: answer.space)))")
        try take(answer.answer, device, answer.space, answer.plan)
    }

    // MARK: Relays

    func moveRelay(_ device: Device, to relay: Int) throws {
        guard device.relay != relay else { return }
        note("\(device.name) goes over to relay \(relay)")
        device.relay = relay
        try device.replica.setRelay("relay \(relay)")
    }

    func moveRelayClock(_ random: inout SeededGenerator) {
        let relay = Int.random(in: 0..<relays.count, using: &random)
        // A relay without a battery begins in 1970; one that holds nothing yet has no way of knowing that it is wrong.
        let isEmpty = relays[relay].values.contains { $0.log.isEmpty }
        relayClocks[relay] = isEmpty || random.chance(50) ? 0 : -now
        note("relay \(relay)'s clock \(relayClocks[relay] == 0 ? "is right" : "says 1970")")
    }

    /// The relay loses everything, and the device that comes first registers the spaces again.
    func wipeRelay(_ device: Device, _ random: inout SeededGenerator) throws {
        let relay = Int.random(in: 0..<relays.count, using: &random)
        note("relay \(relay) is wiped, and \(device.name) registers the spaces again")
        epoch += 1
        for space in spaces {
            relays[relay][space] = RelayModel(members: try device.replica.membership(space), epoch: epoch)
        }
    }

    /// A batch that no device can read.
    func poison(_ device: Device, _ random: inout SeededGenerator) throws {
        let space = spaces[Int.random(in: 0..<spaces.count, using: &random)]
        let salt = SeededBytes(seed: random.next()).next(BatchHeader.saltBytes)
        let forged = kind(of: space) == SpaceRecord.Kind.catalogue.rawValue && random.chance(60)
        let votes = try forged ? device.replica.operations(space).filter { $0.kind == Kind.vote.id }.map(\.dot) : []
        let batch =
            try forged
            ? strangers[space]?.nextForgery(of: "t\(Int.random(in: 0..<2, using: &random))", over: votes, at: now, salt)
            : strangers[space]?.nextBatch(at: now, salt: salt)
        guard let batch else { return }
        note(
            forged
                ? "somebody votes for somebody else"
                : "a batch that nobody can read comes to the \(kind(of: space))")
        let request = try SyncRequest(batches: [batch], members: 0).serialized()
        for relay in relays.indices {
            _ = try handle(relay, space, request)
            stray.append(Stray(relay: relay, space: space, bytes: request))
        }
    }
}
