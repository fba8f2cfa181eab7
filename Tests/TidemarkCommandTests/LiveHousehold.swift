import Foundation
import TestSupport
import TidemarkReplica

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Libraries on disk, a relay in a process of its own, and a proxy between them that counts.
final class LiveHousehold {
    struct Failure: Error { let description: String }

    let directory: String
    let relay: RelayHost
    let proxy: CountingProxy

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "tidemark-live-\(UUID())").path()
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        relay = try RelayHost(in: directory)
        proxy = try CountingProxy(to: relay.port)
    }

    deinit {
        proxy.close()
        relay.kill()
        // A leftover in the temporary directory hurts nobody.
        try? FileManager.default.removeItem(atPath: directory)
    }

    var url: String { "http://127.0.0.1:\(proxy.port)" }

    func home(_ device: String) -> String { directory + "/" + device }

    @discardableResult
    func run(
        _ device: String, _ arguments: String..., environment: [String: String] = [:]
    ) throws -> Program.Result {
        try Program.run(arguments, home: home(device), environment: environment)
    }

    /// As `run`, and an error where the command fails.
    @discardableResult
    func check(
        _ device: String, _ arguments: String..., environment: [String: String] = [:]
    ) throws -> Program.Result {
        let result = try Program.run(arguments, home: home(device), environment: environment)
        guard result.status == 0 else { throw Failure(description: "\(arguments): \(result.status) \(result.errors)") }
        return result
    }

    /// A library that the relay carries.
    func found(_ device: String) throws {
        try check(device, "init", "--name", device)
        try check(device, "relay", "add", url)
        _ = proxy.take()
    }

    func join(_ device: String, to host: String) throws {
        let link = try check(host, "pair", "--quiet").output.trimmingCharacters(in: .newlines)
        try check(device, "join", link, "--name", device)
    }

    func replica(_ device: String) throws -> Replica { try Replica.open(home: home(device)) }

    /// Whether a process syncs, or watches, this library.
    func isLocked(_ device: String) -> Bool {
        let descriptor = open(lockPath(device), O_RDWR)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_EX | LOCK_NB) != 0
    }

    func lockPath(_ device: String) -> String { home(device) + "/sync.lock" }

    /// Looks again and again, at most for some seconds.
    func wait(for what: String, _ condition: () throws -> Bool) throws {
        let end = Date(timeIntervalSinceNow: 20)
        while Date() < end {
            if try condition() { return }
            usleep(10_000)
        }
        throw Failure(description: "waited in vain: \(what)")
    }

    /// Requests that exchanged changes.
    func syncs(_ counts: CountingProxy.Counts) -> Int { counts.requests.filter { $0.hasSuffix("/sync") }.count }
}
