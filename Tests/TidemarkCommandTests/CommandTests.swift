import Foundation
import Testing

/// The contract of the commands: exit codes, what goes to stdout and what to stderr, and that nothing acknowledged is lost.
@Suite(.serialized)
struct CommandTests {
    @Test func exitCodesAreThoseOfTheContract() throws {
        let command = Command()
        defer { command.remove() }
        #expect(try command.run("list").status == 3)
        #expect(try command.run("init", "--name", "test").status == 0)
        #expect(try command.run("init").status == 1)
        #expect(try command.run("nonsense").status == 64)
        #expect(try command.run("show", "https://example.org/none").status == 3)
        #expect(try command.run("add", "javascript:alert(1)").status == 1)
        #expect(try command.run("import", "/nowhere/at/all").status == 3)
        #expect(try command.run("compare", "nothing", "nobody").status == 3)
        #expect(try command.run("search", "nothing").status == 0)
        #expect(try command.run("relay", "add", "http://127.0.0.1:9").status == 4)
        #expect(try command.run("relay", "add", "no address").status == 64)
        #expect(try command.run("join", "http://127.0.0.1:9/join#0.abc", "--home", command.home + "2").status == 64)
    }

    @Test func dataGoesToStdoutAndTalkToStderr() throws {
        let command = Command()
        defer { command.remove() }
        let made = try command.run("init", "--json")
        let object = try JSONSerialization.jsonObject(with: Data(made.output.utf8)) as? [String: Any]
        #expect(object?["schema"] as? String == "tidemark.init/0")
        #expect((object?["phrase"] as? String)?.split(separator: " ").count == 24)
        let failed = try command.run("show", "https://example.org/none", "--json")
        #expect(failed.output.isEmpty)
        let error = try JSONSerialization.jsonObject(with: Data(failed.errors.utf8)) as? [String: Any]
        #expect(error?["schema"] as? String == "tidemark.error/0" && error?["code"] as? Int == 3)
        for arguments in [["list"], ["tools"], ["status"], ["info"], ["doctor"]] {
            let result = try command.run(arguments[0], "--json")
            #expect((try? JSONSerialization.jsonObject(with: Data(result.output.utf8))) != nil, "\(arguments)")
        }
    }

    @Test func importingTwiceAndRehearsingChangeNothing() throws {
        let command = Command()
        defer { command.remove() }
        try command.run("init")
        #expect(try command.run("import", "Samples/bookmarks.html", "--dry-run").output.contains("imported 60"))
        #expect(try command.run("export", "--format", "netscape").output.contains("<A ") == false)
        #expect(try command.run("import", "Samples/bookmarks.html").output.contains("imported 60, merged 1"))
        let exported = try command.run("export", "--format", "netscape").output
        let file = command.home + "/export.html"
        try exported.write(toFile: file, atomically: true, encoding: .utf8)
        #expect(try command.run("import", file).output.contains("imported 0, merged 0"))
        #expect(try command.run("import", "Samples/bookmarks.html").output.contains("imported 0, merged 0"))
        #expect(try command.run("export", "--format", "netscape").output == exported)
        #expect(try command.run("import", "Samples/catalogue").status == 0)
        #expect(try command.run("import", "Samples/catalogue").output.contains("imported 0"))
        #expect(try command.run("compare", "cursor", "smollm3").output.contains("Mean score 74.75"))
    }

    /// What a command said is done is there after kill -9, at whatever moment it comes, and the library opens.
    @Test func killedAtAnyMomentEveryAcknowledgedWriteIsThere() throws {
        let command = Command()
        defer { command.remove() }
        try command.run("init")
        var acknowledged: [String] = []
        for turn in 0..<25 {
            let url = "https://example.org/\(turn)"
            let process = command.process(["add", url, "--tag", "t", "--folder", "F"])
            let out = Pipe()
            process.standardOutput = out
            process.standardError = Pipe()
            try process.run()
            // From the first millisecond to well after the end.
            usleep(UInt32(turn) * 3000)
            // However slow the machine is, one gets to its end.
            if turn == 24 { process.waitUntilExit() }
            kill(process.processIdentifier, SIGKILL)
            let said = String(decoding: out.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            if said.contains("added") { acknowledged.append(url) }
        }
        let listed = try command.run("list", "--json").output
        for url in acknowledged { #expect(listed.contains("\"\(url)\""), "\(url) was acknowledged and is gone") }
        #expect(try command.run("doctor").status == 0)
        #expect(!acknowledged.isEmpty)
    }

    @Test func aLibraryThatCannotBeWrittenSaysSo() throws {
        let command = Command()
        defer { command.remove() }
        try command.run("init")
        try Data(repeating: 0x41, count: 40_000).write(to: URL(filePath: command.home + "/library.sqlite"))
        for suffix in ["-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: command.home + "/library.sqlite" + suffix)
        }
        let result = try command.run("list")
        #expect(result.status == 7)
        #expect(result.errors.hasPrefix("tidemark: "))
    }
}
