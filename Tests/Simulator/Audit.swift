import TestSupport
import TidemarkCore
import TidemarkReplica

/// What must hold at any time.
enum Audit {
    /// Replicas that hold the same ops are equal, whatever the order in which they came.
    ///
    /// Two copies of a library may hold other ops under the same numbers until they have met.
    static func check(_ world: World, _ random: inout SeededGenerator) throws {
        let hasCopies = world.script.steps.contains { $0.kind == .copy || $0.kind == .restore }
        guard !hasCopies else { return }
        for kind in SpaceRecord.Kind.allCases {
            var seen: [(device: World.Device, vector: VersionVector, fingerprint: String)] = []
            for device in world.devices {
                guard let space = try device.replica.spaces().first(where: { $0.kind == kind }) else { continue }
                let vector = try device.replica.held(space.sid)
                let fingerprint = try device.replica.fingerprint(kind)
                for other in seen where other.vector == vector && other.fingerprint != fingerprint {
                    throw Violation(
                        description: "\(device.name) and \(other.device.name) hold the same of the \(kind) and differ")
                }
                seen.append((device, vector, fingerprint))
            }
        }
        if let blind = Oracles.relaysAreBlind(world).first { throw Violation(description: blind) }
    }
}
