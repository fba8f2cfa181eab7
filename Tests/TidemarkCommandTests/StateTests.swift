import Foundation
import GRDB
import TestSupport
import Testing
import TidemarkReplica
import TidemarkSync
import TidemarkSyncHTTP
import TidemarkWire

/// The states that a person is told of, each staged as it comes about, and told by `status`.
@Suite(.serialized)
struct StateTests {
    private struct Report: Decodable {
        let state: String
        let message: String
    }

    private func status(_ household: LiveHousehold, _ device: String = "a") throws -> (Report, code: Int32) {
        let result = try household.run(device, "status", "--json")
        let report = try JSONDecoder().decode(Report.self, from: Data(result.output.utf8))
        let text = try household.run(device, "status")
        #expect(text.status == result.status)
        #expect(result.status != 0 || text.output.contains(report.message), "\(text.output)")
        return (report, result.status)
    }

    private func database(_ household: LiveHousehold, _ device: String = "a") throws -> DatabaseQueue {
        try DatabaseQueue(path: household.home(device) + "/library.sqlite")
    }

    @Test func openingWhileAnotherProcessMigrates() throws {
        let household = try LiveHousehold()
        try FileManager.default.createDirectory(
            atPath: household.home("a"), withIntermediateDirectories: true)
        let other = try database(household)
        try other.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA journal_mode = WAL; CREATE TABLE early (id); BEGIN IMMEDIATE")
            let (report, code) = try status(household)
            #expect(report.state == "opening" && code == 1)
            #expect(report.message.contains("busy"))
            try db.execute(sql: "COMMIT")
        }
    }

    @Test func emptyAndLocalAndWaitingAndSynced() throws {
        let household = try LiveHousehold()
        try household.check("a", "init")
        #expect(try status(household).0.state == "empty")
        #expect(try status(household).0.message.contains("tidemark import FILE"))
        #expect(try household.check("a", "list", "--json").output.contains("\"state\" : \"empty\""))
        try household.check("a", "add", "https://example.org/")
        #expect(try status(household).0.state == "local")
        try household.check("a", "relay", "add", household.url)
        #expect(try status(household).0.state == "synced")
        try household.check("a", "tag", "https://example.org/", "--add", "t")
        let (waiting, code) = try status(household)
        #expect(waiting.state == "waiting" && code == 0)
        #expect(waiting.message.hasPrefix("1 change waiting"))
    }

    @Test func emptyByFilterIsNotEmpty() throws {
        let household = try LiveHousehold()
        try household.check("a", "init")
        try household.check("a", "add", "https://example.org/")
        for arguments in [["list", "--tag", "none"], ["search", "nothing"]] {
            let json = try Program.run(arguments + ["--json"], home: household.home("a"))
            #expect(json.output.contains("\"state\" : \"filtered\""), "\(json.output)")
            let text = try Program.run(arguments, home: household.home("a"))
            #expect(text.status == 0 && text.output.isEmpty && !text.errors.contains("tidemark add"))
        }
        #expect(try status(household).0.state == "local")
    }

    /// A first sync that is cut off after its first page.
    @Test func receivingSaysHowManyOfHowMany() async throws {
        let household = try LiveHousehold()
        try household.found("a")
        let a = try household.replica("a")
        let shelf = try #require(try a.spaces().first { $0.kind == .shelf }).sid
        // One more batch than an answer holds.
        for number in 0...256 {
            try a.add("https://example.org/\(number)")
            _ = try a.prepareSync(shelf)
        }
        try household.check("a", "sync")
        let link = try household.check("a", "pair", "--quiet").output.trimmingCharacters(in: .newlines)
        let b = try Replica.connectNew(home: household.home("b"))
        let client = RelayClient(replica: b, transport: try HTTPTransport(url: household.url))
        try await client.join(PairingLink(link), deviceName: "b")
        #expect(try status(household, "b").0.state == "receiving")
        #expect(try await client.round(shelf).needsAnotherRound)
        let (report, code) = try status(household, "b")
        #expect(report.state == "receiving" && code == 0)
        let numbers = try #require(report.message.firstMatch(of: /receiving ([\d,]+) of ([\d,]+) changes/))
        #expect(numbers.1 != numbers.2 && numbers.1 != "0")
        let list = try household.run("b", "list", "--tag", "none", "--json")
        #expect(list.output.contains("\"state\" : \"receiving\""))
        try household.check("b", "sync")
        #expect(try status(household, "b").0.state == "synced")
    }

    @Test func lockedWithoutAKey() throws {
        let household = try LiveHousehold()
        try household.found("a")
        try household.check("a", "add", "https://example.org/")
        try database(household).write { try $0.execute(sql: "DELETE FROM epoch_key") }
        #expect(try status(household).0.state == "locked")
        #expect(try household.run("a", "sync").status == 5)
        let (report, _) = try status(household)
        #expect(report.state == "locked" && report.message.contains("key"))
    }

    @Test func offlineWithChangesWaiting() throws {
        let household = try LiveHousehold()
        try household.found("a")
        household.relay.kill()
        try household.check("a", "add", "https://example.org/")
        #expect(try household.run("a", "sync").status == 4)
        let (report, code) = try status(household)
        #expect(report.state == "offline" && code == 0)
        #expect(report.message.contains("changes waiting"))
        try household.relay.start()
        try household.check("a", "sync")
        #expect(try status(household).0.state == "synced")
    }

    @Test func tooOldForItsLibrary() throws {
        let household = try LiveHousehold()
        try household.found("a")
        try database(household).write {
            try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('9 something later')")
        }
        let (report, code) = try status(household)
        #expect(report.state == "client-too-old" && code == 1)
        #expect(report.message.contains("Update Tidemark"))
    }

    @Test func refusedByARelayThatHasForgottenUs() throws {
        let household = try LiveHousehold()
        try household.found("a")
        household.relay.kill()
        try FileManager.default.removeItem(atPath: household.relay.data)
        try household.relay.start()
        #expect(try household.run("a", "sync").status == 3)
        let (report, code) = try status(household)
        #expect(report.state == "refused" && code == 0)
        #expect(report.message.contains(household.url) && report.message.contains("relay add"))
    }

    @Test func damagedOnDisk() throws {
        let household = try LiveHousehold()
        try household.found("a")
        try household.check("a", "add", "https://example.org/")
        let file = household.home("a") + "/library.sqlite"
        try Data(repeating: 0x41, count: 40_000).write(to: URL(filePath: file))
        for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file + suffix) }
        let (report, code) = try status(household)
        #expect(report.state == "damaged" && code == 7)
        #expect(report.message.contains("Restore"))
    }

    @Test func parkedWhereABatchCannotBeRead() throws {
        let household = try LiveHousehold()
        try household.found("a")
        try household.check("a", "add", "https://example.org/")
        try household.check("a", "sync")
        try database(household).write { db in
            try db.execute(
                sql: "UPDATE batch SET parked = 'it is of a later format' WHERE id = (SELECT max(id) FROM batch)")
        }
        let (report, _) = try status(household)
        #expect(report.state == "parked" && report.message.contains("doctor"))
    }
}
