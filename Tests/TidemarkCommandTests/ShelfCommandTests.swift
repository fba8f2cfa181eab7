import Foundation
import Testing

/// Undo, history, trash: what scripts see of them.
@Suite(.serialized)
struct ShelfCommandTests {
    private let url = "https://example.org/x"

    private func library() throws -> Command {
        let command = Command()
        try command.run("init", "--name", "laptop")
        return command
    }

    private func object(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test func anImportIsUndoneAndBroughtBack() throws {
        let command = try library()
        defer { command.remove() }
        #expect(try command.run("undo").status == 3)
        try command.run("import", "Samples/bookmarks.html")
        let before = try command.run("list", "--json").output
        let undone = try object(command.run("undo", "--json").output)["report"] as? [String: Any]
        #expect(undone?["label"] as? String == "import" && (undone?["kept"] as? [Any])?.isEmpty == true)
        #expect(try command.run("list").output.isEmpty)
        let actions = try command.run("undo", "--list").output.split(separator: "\n")
        #expect(actions.count == 2 && actions[0].contains("\tundo import\t") && actions[1].hasSuffix("\tundone"))
        #expect(try command.run("undo", "1").status == 1)
        #expect(try command.run("undo", "2").output.hasPrefix("undid 2 (undo import)"))
        #expect(try command.run("list", "--json").output == before)
        #expect(try command.run("undo", "9").status == 3 && command.run("undo", "--list", "1").status == 64)
    }

    @Test func historyAndWhySayWhoWroteWhat() throws {
        let command = try library()
        defer { command.remove() }
        try command.run("add", url, "--title", "one", "--tag", "t", "--folder", "F/G")
        try command.run("edit", url, "--title", "two")
        let lines = try command.run("history", url).output.split(separator: "\n").map { $0.split(separator: "\t") }
        #expect(lines.allSatisfy { $0.count >= 5 && $0[1] == "laptop" })
        #expect(lines.contains { $0.contains("placed") && $0.contains("F/G") })
        #expect(lines.contains { $0.contains("two") && $0.last == "shown" })
        let why = try command.run("why", url, "title").output
        #expect(why.hasPrefix("title: two\n  written by laptop (this device)"))
        #expect(try command.run("why", url, "colour").status == 64)
        let report = try object(command.run("why", url, "folder", "--json").output)["report"] as? [String: Any]
        #expect(report?["value"] as? String == "F/G")
        #expect(try command.run("restore", url, "--field", "title", "--shadow", "1").status == 3)
        #expect(try command.run("restore", url, "--shadow", "1").status == 64)
        #expect(try command.run("held").status == 0 && command.run("held", "accept").status == 3)
    }

    @Test func theTrashIsListedAndEmptied() throws {
        let command = try library()
        defer { command.remove() }
        try command.run("add", url, "--title", "one", "--folder", "F")
        try command.run("rm", "F/")
        let listed = try command.run("trash").output
        #expect(listed.contains("\tF/\t") && listed.contains("\tone\t"))
        let asked = try command.run("trash", "empty")
        #expect(asked.status == 64 && asked.errors.contains("--yes"))
        #expect(try command.run("trash", "empty", "--yes").output == "deleted 1 bookmark and 1 folder\n")
        #expect(try command.run("trash").output.isEmpty && command.run("list", "--trash").output.isEmpty)
        #expect(try command.run("restore", url).status == 3)
        #expect(try command.run("undo").output.contains("left alone: 1"))
        #expect(try command.run("add", url).output.hasSuffix("added\n"))
        #expect(try command.run("list").output.contains("one") == false)
    }
}
