import Foundation
import Synchronization
import TestSupport
import Testing

/// Real processes, killed with SIGKILL at random instants, over connections that are cut at random bytes.
///
/// `./Tests/crash --seconds N [--seed S]` runs it for longer.
@Suite(.serialized)
struct CrashTests {
    private static let environment = ProcessInfo.processInfo.environment
    /// Long enough for a few kills of everything.
    private static let seconds = environment["TIDEMARK_CRASH_SECONDS"].flatMap(Double.init) ?? 6
    private static let seed = environment["TIDEMARK_CRASH_SEED"].flatMap { UInt64($0) } ?? 1

    @Test func nothingAcknowledgedIsLostAndDevicesAreEqual() async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "tidemark-crash-\(UUID())").path()
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let relay = try RelayHost(in: directory)
        defer { relay.kill() }
        let proxy = try await CuttingProxy(to: relay.port, seed: Self.seed)
        let devices = (0..<3).map {
            CrashDevice(
                "device\($0)", in: directory, seed: Self.seed &* 31 &+ UInt64($0), syncsInBackground: $0 == 1)
        }
        try found(devices, "http://127.0.0.1:\(proxy.port)")
        proxy.cut(true)
        try torment(devices, relay)
        proxy.cut(false)
        relay.kill()
        try relay.start()
        let (commands, killed) = (devices.map(\.commands).reduce(0, +), devices.map(\.killed).reduce(0, +))
        print("seed \(Self.seed): \(commands) commands, \(killed) of them killed, \(proxy.cuts) connections cut")
        #expect(killed > 0)
        #expect(proxy.cuts > 0)
        for device in devices { #expect(device.failures.isEmpty, "seed \(Self.seed)") }
        for device in devices { device.rest() }
        try settle(devices)
        let isWell = try check(devices, relay)
        try await proxy.close()
        if isWell { try FileManager.default.removeItem(atPath: directory) } else { print("kept: \(directory)") }
    }

    /// A library on the first device, in which the others join.
    private func found(_ devices: [CrashDevice], _ url: String) throws {
        let first = devices[0].home
        try #require(try Program.run(["init", "--name", devices[0].name], home: first).status == 0)
        let added = try Program.run(["relay", "add", url], home: first)
        try #require(added.status == 0, "\(added.errors)")
        for device in devices.dropFirst() {
            let link = try Program.run(["pair", "--quiet"], home: first).output.trimmingCharacters(in: .newlines)
            let joined = try Program.run(["join", link, "--name", device.name], home: device.home)
            try #require(joined.status == 0, "\(joined.errors)")
        }
    }

    /// Each device acts on a thread of its own, the last one beside a watch; the relay is killed and started again.
    private func torment(_ devices: [CrashDevice], _ relay: RelayHost) throws {
        let end = Date(timeIntervalSinceNow: Self.seconds)
        let errors = Mutex<[String]>([])
        let group = DispatchGroup()
        func thread(_ body: @escaping @Sendable () throws -> Void) {
            group.enter()
            Thread.detachNewThread {
                defer { group.leave() }
                do { try body() } catch { errors.withLock { $0.append("\(error)") } }
            }
        }
        for device in devices {
            // Handed to that thread until the group is through.
            nonisolated(unsafe) let device = device
            thread { while Date() < end { try device.act() } }
        }
        let (home, seed) = (devices[devices.count - 1].home, Self.seed)
        thread {
            var random = SeededGenerator(seed: seed &+ 1000)
            while Date() < end {
                let life = Double.random(in: 0.05...1.5, using: &random)
                _ = try Program.run(["sync", "--watch", "--json"], home: home, killAfter: life)
            }
        }
        thread {
            var random = SeededGenerator(seed: seed &+ 2000)
            while Date() < end {
                Thread.sleep(forTimeInterval: Double.random(in: 0.1...1.2, using: &random))
                relay.kill()
                if random.chance(50) { Thread.sleep(forTimeInterval: Double.random(in: 0...0.4, using: &random)) }
                try relay.start()
            }
        }
        group.wait()
        #expect(errors.withLock { $0 } == [])
    }

    private func settle(_ devices: [CrashDevice]) throws {
        for _ in 0..<2 {
            for device in devices {
                let result = try Program.run(["sync"], home: device.home)
                #expect(result.status == 0, "seed \(Self.seed), \(device.name): \(result.errors)")
            }
        }
    }

    private func check(_ devices: [CrashDevice], _ relay: RelayHost) throws -> Bool {
        var complaints: [String] = []
        var exports: Set<String> = []
        for device in devices {
            let text = try Program.run(["export", "--format", "json"], home: device.home).output
            exports.insert(text)
            let export = try JSONDecoder().decode(CrashExport.self, from: Data(text.utf8))
            for author in devices {
                complaints += author.missing(in: export).map { "\(device.name) lacks \($0)" }
            }
            let doctor = try Program.run(["doctor"], home: device.home)
            if doctor.status != 0 { complaints.append("\(device.name): \(doctor.output)") }
            let status = try Program.run(["status"], home: device.home).output
            if !status.contains(": synced\n") { complaints.append("\(device.name): \(status)") }
        }
        if exports.count != 1 { complaints.append("the devices differ") }
        relay.kill()
        if let plain = relay.holds(anyOf: ["canary", "Canary"]) { complaints.append(plain) }
        #expect(complaints.isEmpty, "seed \(Self.seed)")
        return complaints.isEmpty
    }
}
