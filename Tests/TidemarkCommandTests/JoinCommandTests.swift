import Foundation
import Testing

/// Devices that come to a library with one of their own, and leave with it.
@Suite(.serialized)
struct JoinCommandTests {
    @Test(.enabled(if: RelayServer.isBuilt)) func twoLibrariesBecomeOneAndPartAgain() throws {
        let relay = try RelayServer()
        defer { relay.stop() }
        let (there, here) = (Command(), Command())
        defer { for command in [there, here] { command.remove() } }
        try there.run("init", "--name", "there")
        try there.run("add", "https://example.org/both", "--tag", "a")
        try there.run("add", "https://example.org/there")
        #expect(try there.run("relay", "add", relay.url).status == 0)
        try here.run("init", "--name", "here")
        try here.run("add", "https://example.org/both", "--tag", "b")
        try here.run("add", "https://example.org/here")
        let link = try there.run("pair").output.trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(try here.run("join", link).status == 1)
        #expect(try here.run("join", link, "--merge").status == 64, "nobody is there to be asked")
        let joined = try here.run("join", link, "--merge", "--yes")
        #expect(joined.status == 0 && joined.output.contains("3 bookmarks"), "\(joined.errors)")
        try there.run("sync")
        for command in [there, here] {
            #expect(try command.run("list").output.split(separator: "\n").count == 3)
            #expect(try command.run("tag", "https://example.org/both").output == "a\nb\n")
            #expect(try command.run("status").output.contains("synced"))
            #expect(try command.run("verify").status == 0)
        }
        let kept = try #require(
            try FileManager.default.contentsOfDirectory(atPath: here.home).first { $0.hasPrefix("before-join") })
        #expect(try here.run("backup", "verify", here.home + "/" + kept).status == 0)
        #expect(!(try FileManager.default.contentsOfDirectory(atPath: here.home).contains { $0.hasPrefix(".") }))

        let left = try here.run("leave", "--yes")
        #expect(left.status == 0 && left.output.split(whereSeparator: \.isWhitespace).count == 24)
        try here.run("add", "https://example.org/alone")
        #expect(try here.run("list").output.split(separator: "\n").count == 4)
        #expect(try here.run("sync").status == 1)
        #expect(try there.run("sync").status == 0)
        #expect(try there.run("list").output.split(separator: "\n").count == 3)
    }
}
