import Foundation
import Testing

/// Commands that change bookmarks, as scripts and people use them.
@Suite(.serialized)
struct BulkCommandTests {
    private func withLibrary(_ body: (Command) throws -> Void) throws {
        let command = Command()
        defer { command.remove() }
        try command.run("init")
        try command.run("import", "Samples/bookmarks.html")
        try body(command)
    }

    private func count(_ command: Command, _ query: String) throws -> Int {
        try command.run("list", query).output.split(separator: "\n").count
    }

    @Test func queriesChangeManyOnlyWithAYes() throws {
        try withLibrary { command in
            let all = try count(command, "is:read or is:unread")
            let asked = try command.run("rm", "--query", "site:example.org or is:read")
            #expect(asked.status == 64 && asked.errors.contains("add --yes"))
            #expect(try count(command, "is:trashed") == 0)
            #expect(try command.run("rm", "--query", " ").status == 64)
            #expect(try command.run("rm", "--query", "tag:").status == 64)
            let tagged = try command.run("tag", "--query", "is:read or is:unread", "all", "--yes")
            #expect(tagged.output == "tagged \(all) bookmarks\n" && tagged.errors.isEmpty)
            #expect(try count(command, "tag:all") == all)
            #expect(try command.run("edit", "--query", "tag:all", "--favourite", "--yes").status == 0)
            #expect(try count(command, "is:favourite") == all)
            #expect(try command.run("mkdir", "New").status == 0)
            #expect(try command.run("mv", "--query", "is:unfiled or folder:/", "New", "--yes").status == 0)
            #expect(try command.run("rm", "--query", "tag:all", "--yes", "--json").output.contains("tidemark.bulk/0"))
            #expect(try count(command, "is:trashed") == all)
            #expect(try command.run("restore", "--query", "tag:all", "--yes").output == "restored \(all) bookmarks\n")
            #expect(try count(command, "tag:all") == all)
            #expect(try command.run("rm", "--query", "tag:nothing", "--yes").errors.contains("No bookmark fits"))
        }
    }

    @Test func tagsAreListedRenamedAndMerged() throws {
        let command = Command()
        defer { command.remove() }
        try command.run("init")
        try command.run("add", "https://example.org/a", "--tag", "sea", "--tag", "sky")
        try command.run("add", "https://example.org/b", "--tag", "sea")
        #expect(try command.run("tag", "list").output == "2\tsea\n1\tsky\n")
        #expect(try command.run("tag", "https://example.org/a").output == "sea\nsky\n")
        #expect(try command.run("tag", "rename", "sea", "sky").status == 1)
        #expect(try command.run("tag", "rename", "see", "sky").status == 3)
        #expect(try command.run("tag", "rename", "sea", "ocean").output.contains("2 bookmarks"))
        #expect(try command.run("tag", "merge", "ocean", "sky").status == 0)
        #expect(try command.run("tag", "list", "--json").output.contains("\"bookmarks\" : 2"))
        #expect(try command.run("tag", "list").output == "2\tsky\n")
    }

    @Test func theBrowserIsTheOneOfTheEnvironment() throws {
        var command = Command()
        defer { command.remove() }
        try command.run("init")
        try command.run("add", "https://example.org/a?b=c&d", "--title", "A")
        let file = command.home + "/opened"
        let script = command.home + "/browser"
        try "#!/bin/sh\nprintf '%s' \"$*\" > '\(file)'\n".write(toFile: script, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: script)
        command.environment = ["BROWSER": "/nonexistent:\(script) --new %s"]
        #expect(try command.run("open", "A").status == 0)
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "--new https://example.org/a?b=c&d")
        #expect(try command.run("show", "A").output.contains("Opened    1 time\n"))
        command.environment = ["BROWSER": "/nonexistent"]
        #expect(try command.run("open", "A").status == 1)
        #expect(try command.run("open", "B").status == 3)
    }

    @Test func theEditorIsTheOneOfTheEnvironment() throws {
        var command = Command()
        defer { command.remove() }
        try command.run("init")
        try command.run("add", "https://example.org/a", "--title", "A", "--tag", "old", "--note", "first")
        command.environment = ["VISUAL": "sed -i -e s/first/second/ -e s/old/new/ -e 's/^unread: no/unread: yes/'"]
        #expect(try command.run("edit", "A", "--editor").output.contains("changed tags, unread, note"))
        var shown = try command.run("show", "A", "--json").output
        #expect(shown.contains("\"second\"") && shown.contains("\"new\"") && shown.contains("\"unread\" : true"))
        command.environment = ["EDITOR": "printf 'third\\n\\n' >>"]
        #expect(try command.run("note", "A", "--edit").status == 0)
        #expect(try command.run("note", "A").output == "second\nthird\n")
        command.environment = ["EDITOR": "false"]
        #expect(try command.run("note", "A", "--edit").status == 1)
        command.environment = ["EDITOR": "sed -i s/^url:.*/nonsense/"]
        let refused = try command.run("edit", "A", "--editor")
        #expect(refused.status == 1 && refused.errors.contains("nonsense") && refused.errors.contains("what you wrote"))
        if let path = refused.errors.split(separator: " ").last {
            _ = try? FileManager.default.removeItem(
                atPath: path.trimmingCharacters(in: .whitespacesAndNewlines.union(["."])))
        }
        command.environment = ["EDITOR": "truncate -s 0"]
        #expect(try command.run("edit", "A", "--editor").output.contains("nothing to change"))
        shown = try command.run("show", "A", "--json").output
        #expect(shown.contains("\"A\"") && shown.contains("third"))
    }

    @Test func everyShellGetsCompletions() throws {
        let command = Command()
        defer { command.remove() }
        for shell in ["bash", "zsh", "fish"] {
            let result = try command.run("completions", shell)
            #expect(result.status == 0 && result.output.contains("tidemark"))
        }
        #expect(try command.run("completions", "csh").status == 64)
    }

    @Test func duplicatesAreUnitedAfterAQuestion() throws {
        let command = Command()
        defer { command.remove() }
        try command.run("init")
        for url in ["http://www.example.org/a/", "https://example.org/a", "https://example.org/b"] {
            try command.run("add", url)
        }
        let listed = try command.run("duplicates").output.split(separator: "\n")
        #expect(listed.count == 2 && listed[0].hasPrefix("1\tkeep\taddress\t"))
        #expect(try command.run("duplicates", "--apply").status == 64)
        #expect(try command.run("duplicates", "--apply", "--yes").output.contains("1 bookmark went to the trash"))
        #expect(try command.run("duplicates").output.isEmpty)
        #expect(try count(command, "is:trashed") == 1)
    }

    @Test func backupsAreMadeCheckedAndRestored() throws {
        try withLibrary { command in
            let (dest, other) = (command.home + "-backup", command.home + "-other")
            defer { for path in [dest, other] { try? FileManager.default.removeItem(atPath: path) } }
            let exported = try command.run("export", "--format", "netscape").output
            #expect(try command.run("backup", dest).status == 0)
            #expect(try command.run("backup", dest).status == 1)
            #expect(try command.run("backup", "verify", dest).output.contains("all is well"))
            #expect(try command.run("verify", "--json").output.contains("\"problems\" : ["))
            #expect(try command.run("backup", "restore", dest).status == 1)
            #expect(try command.run("backup", "restore", dest, "--home", other).status == 0)
            #expect(try command.run("export", "--format", "netscape", "--home", other).output == exported)
            #expect(try command.run("backup", "restore", "/nowhere", "--home", other + "2").status == 3)
            try Data("x".utf8).write(to: URL(filePath: dest + "/library.sqlite"))
            #expect(try command.run("backup", "verify", dest).status == 7)
            #expect(try command.run("leave", "--yes").status == 1)
        }
    }
}
