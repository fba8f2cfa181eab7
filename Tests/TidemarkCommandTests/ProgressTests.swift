import Foundation
import TestSupport
import Testing

/// Long work shows on a terminal how far it is, and leaves nothing behind; a pipe hears nothing of it.
@Suite(.serialized)
struct ProgressTests {
    /// Runs a command whose stderr is a terminal.
    ///
    /// - Returns: what it wrote there.
    private func onTerminal(
        _ household: LiveHousehold, _ device: String, _ arguments: String..., status: Int32 = 0
    ) throws -> String {
        let terminal = try PseudoTerminal()
        let process = Program.process("tidemark", arguments, home: household.home(device))
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle(fileDescriptor: terminal.slave)
        try process.run()
        let said = terminal.readToEnd()
        process.waitUntilExit()
        #expect(process.terminationStatus == status)
        return said
    }

    @Test func importsUploadsJoinsAndExports() throws {
        let household = try LiveHousehold()
        try household.check("a", "init")
        let file = household.directory + "/bookmarks.html"
        let rows = (0..<1200).map { "<DT><A HREF=\"https://example.org/\($0)\">Title \($0)</A>\n" }
        try ("<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n" + rows.joined() + "</DL><p>\n").write(
            toFile: file, atomically: true, encoding: .utf8)
        // Takes its line away again, whatever is said then.
        let cleared = "\r\u{1B}[K"
        let imported = try onTerminal(household, "a", "import", file)
        #expect(imported.contains("Importing [") && imported.contains(cleared), "\(imported)")
        let exported = try onTerminal(
            household, "a", "export", "--format", "netscape", "-o", household.directory + "/out.html")
        #expect(exported.contains("Exporting [") && exported.contains("of 1,200 bookmarks"), "\(exported)")
        #expect(exported.contains("\(cleared)Wrote "), "\(exported)")
        let archived = try onTerminal(
            household, "a", "export", "--format", "archive", "-o", household.directory + "/out.tar")
        #expect(archived.contains("Exporting [") && archived.contains("records"), "\(archived)")
        let sent = try onTerminal(household, "a", "relay", "add", household.url)
        #expect(sent.firstMatch(of: /Syncing \[ +\] 0 of [\d,]+ changes/) != nil, "\(sent)")
        let last = try #require(sent.components(separatedBy: cleared).last)
        #expect(!last.contains("Syncing ["), "\(sent)")
        let quiet = try onTerminal(household, "a", "sync", "--quiet")
        #expect(!quiet.contains("\u{1B}"))
        let pipe = try household.check("a", "export", "--format", "csv")
        #expect(pipe.errors.isEmpty)
    }

    @Test func aFailureTakesTheLineAway() throws {
        let household = try LiveHousehold()
        try household.found("a")
        try household.check("a", "add", "https://example.org/")
        household.relay.kill()
        let said = try onTerminal(household, "a", "sync", status: 4)
        #expect(said.contains("\r\u{1B}[Ktidemark: The relay cannot be reached"), "\(said)")
    }
}
