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

    @Test func aCatalogueIsCuratedComparedDecidedAndTold() throws {
        let command = Command()
        let other = Command()
        defer { for each in [command, other] { each.remove() } }
        for each in [command, other] { try each.run("init") }
        try command.run("catalogue", "import", "Samples/catalogue")
        let take = try command.run(
            "take", "redis", "--role", "pm", "--score", "70", "--stance", "ship", "--text", "-", input: "Fine.\n")
        #expect(take.output.hasSuffix("Panel: Ship · 3 ship / 1 skip\n"))
        let json = try command.run(
            "compare", "valkey", "redis", "--json", "--weights", "Founder 3, PM 1", "--seats", "12", "--why",
            "--history")
        let page = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
        #expect(page?["identity"] as? [String] == ["redis/8.0", "valkey/8.0"])
        #expect(Set(["weighing", "seats", "why", "history"]).isSubset(of: (page ?? [:]).keys))
        #expect(try command.run("compare", "cursor", "git").output.contains("Predicts by 2026-05-20, 80% sure"))
        let past = try command.run("compare", "redis/8.0", "valkey", "--as-of", "2025-05-10", "--brief").output
        #expect(past.contains("Split · 1 ship / 1 skip"))
        #expect(try command.run("compare", "redis/8.0", "valkey", "--as-of", "2024-01-01").status == 3)
        #expect(try command.run("tools", "--as-of", "2022-12-31").output.split(separator: "\n").count == 2)
        #expect(
            try command.run("tools", "why", "redis", "entry", "--as-of", "2024-12-31").output.contains(
                "RSALv2 or SSPLv1 source"))
        try command.run(
            "verdict", "redis", "valkey", "--choose", "valkey", "--note", "- cheap", "--revisit", "2020-01-01")
        #expect(
            try command.run("verdict", "list", "--due").output
                == "redis/8.0,valkey/8.0\tChosen: valkey/8.0\t2020-01-01\t- cheap\n")
        let record = try command.run("verdict", "export", "valkey", "redis").output
        #expect(record.hasPrefix("---\nstatus: accepted\n") && record.contains("\n* cheap\n"))
        let folders = [command.home + "/a", command.home + "/b"]
        try command.run("catalogue", "export", folders[0])
        try other.run("catalogue", "import", folders[0])
        try other.run("catalogue", "export", folders[1])
        for name in ["catalogue", "redis", "valkey", "obsidian"] {
            let texts = try folders.map { try String(contentsOfFile: "\($0)/\(name).yaml", encoding: .utf8) }
            #expect(texts[0] == texts[1], "\(name)")
        }
        for (format, beginning) in [
            ("text", "Sample catalogue: digest\n"), ("html", "<!doctype html>"), ("atom", "<?xml "), ("jsonfeed", "{"),
            ("eml", "From: "),
        ] {
            let digest = try command.run("digest", "--since", "2020-01-01", "--format", format)
            #expect(digest.status == 0 && digest.output.hasPrefix(beginning), "\(format)")
        }
        #expect(try command.run("predictions", "--due").output.contains("\tcursor/0.50/skeptic/"))
        #expect(try command.run("weights", "set", "x", "Boss", "3").status == 64)
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
