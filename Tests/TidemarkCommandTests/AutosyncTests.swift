import Foundation
import Synchronization
import TestSupport
import Testing
import TidemarkReplica

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The sync in the background after a change.
@Suite(.serialized)
struct AutosyncTests {
    private static let on = ["TIDEMARK_AUTOSYNC": "on"]

    private func settled(_ household: LiveHousehold, _ device: String = "a") throws {
        try household.wait(for: "a sync") { try household.replica(device).unsentSpaces().isEmpty }
        try household.wait(for: "its end") { !household.isLocked(device) }
    }

    @Test func aBurstOfEditsGivesOneSync() throws {
        let household = try LiveHousehold()
        try household.found("a")
        let edits = 6
        let quiet = try household.check("a", "add", "https://example.org/0")
        let results = Mutex<[Program.Result]>([])
        let home = household.home("a")
        // All at once: one after the other, a slow machine would make several bursts of them.
        DispatchQueue.concurrentPerform(iterations: edits) { number in
            let result = try? Program.run(
                ["add", "https://example.org/\(number + 1)"], home: home, environment: Self.on)
            results.withLock { $0 += [result].compactMap { $0 } }
        }
        let added = results.withLock { $0 }
        #expect(added.count == edits)
        for result in added {
            #expect(result.status == 0 && result.errors == quiet.errors)
            // What differs is the id, in front.
            #expect(result.output.count == quiet.output.count && result.output.contains("added"))
        }
        try settled(household)
        // A slow machine may see more than one burst all the same.
        let syncs = household.syncs(household.proxy.take())
        let spaces = try household.replica("a").spaces().count
        #expect(syncs >= 1 && syncs < edits * spaces, "\(syncs) requests")
        let status = try household.check("a", "status", "--json").output
        #expect(status.contains("\"state\" : \"synced\""), "\(status)")
    }

    @Test func nothingStartsWhileAnotherSyncHoldsTheLock() throws {
        let household = try LiveHousehold()
        try household.found("a")
        let descriptor = open(household.lockPath("a"), O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        try household.check("a", "add", "https://example.org/1", environment: Self.on)
        #expect(try !household.replica("a").unsentSpaces().isEmpty)
        #expect(household.proxy.now.connections == 0)
        close(descriptor)
        try household.check("a", "add", "https://example.org/2", environment: Self.on)
        try settled(household)
    }

    /// The lock file is made by whoever wants to sync.
    @Test func thereAreThreeWaysToTurnItOff() throws {
        let household = try LiveHousehold()
        try household.found("a")
        let configuration = household.directory + "/config"
        try FileManager.default.createDirectory(
            atPath: configuration + "/tidemark", withIntermediateDirectories: true)
        try "autosync = off\n".write(
            toFile: configuration + "/tidemark/config", atomically: true, encoding: .utf8)
        let unset = ["TIDEMARK_AUTOSYNC": ""]
        let file = ["TIDEMARK_AUTOSYNC": "", "XDG_CONFIG_HOME": configuration]
        try household.check("a", "add", "https://example.org/1", "--no-sync", environment: Self.on)
        try household.check("a", "add", "https://example.org/2", environment: ["TIDEMARK_AUTOSYNC": "off"])
        try household.check("a", "add", "https://example.org/3", environment: file)
        // Nothing to send.
        try household.check("a", "list", environment: Self.on)
        #expect(!FileManager.default.fileExists(atPath: household.lockPath("a")))
        #expect(household.proxy.now.connections == 0)
        // The environment comes before the file; and on is what it is when nobody says anything.
        try household.check(
            "a", "add", "https://example.org/4", environment: file.merging(Self.on) { $1 })
        try settled(household)
        #expect(FileManager.default.fileExists(atPath: household.lockPath("a")))
        try household.check("a", "add", "https://example.org/5", environment: unset)
        try settled(household)
    }

    @Test func aLibraryWithoutARelaySyncsNothing() throws {
        let household = try LiveHousehold()
        try household.check("a", "init", environment: Self.on)
        try household.check("a", "add", "https://example.org/", environment: Self.on)
        #expect(!FileManager.default.fileExists(atPath: household.lockPath("a")))
    }

    @Test func whatGoesWrongIsToldByStatus() throws {
        let household = try LiveHousehold()
        try household.found("a")
        household.relay.kill()
        let result = try household.check("a", "add", "https://example.org/", environment: Self.on)
        #expect(result.errors.isEmpty)
        try household.wait(for: "a failure") { try household.replica("a").status().state == .offline }
        try household.wait(for: "its end") { !household.isLocked("a") }
        let status = try household.check("a", "status").output
        #expect(status.contains("offline") && status.contains("waiting"), "\(status)")
    }

    /// A script reads its pipe to the end: a sync that is still under way must not hold it open.
    @Test func whatTheCommandWasGivenEndsWithIt() throws {
        let household = try LiveHousehold()
        try household.found("a")
        // A relay that never answers.
        let silence = try CountingProxy(to: nil)
        try household.replica("a").setRelay("http://127.0.0.1:\(silence.port)")
        let shell = Program.process("tidemark", [], home: household.home("a"), environment: Self.on)
        let command = try #require(shell.executableURL)
        shell.executableURL = URL(filePath: "/bin/sh")
        shell.arguments = ["-c", "exec \"$0\" add https://example.org/ 9>&1 >/dev/null 2>/dev/null", command.path()]
        let start = ContinuousClock.now
        #expect(try Program.run(shell).status == 0)
        // The other side would have waited for the sync's own patience, which is minutes.
        #expect(ContinuousClock.now - start < .seconds(15))
        try household.wait(for: "a sync that waits") { silence.now.connections > 0 }
        #expect(household.isLocked("a"))
        silence.close()
        try household.wait(for: "its end") { !household.isLocked("a") }
    }
}
