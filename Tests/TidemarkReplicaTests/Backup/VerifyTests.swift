import GRDB
import TestSupport
import Testing
import TidemarkCore
import TidemarkLibrary

@testable import TidemarkReplica

struct VerifyTests {
    /// A shelf with everything that has derived columns, some of it sealed and some not.
    private func household() throws -> Household {
        let home = try Household(["A", "B"])
        let row = try home["A"].add("https://example.org/x", title: "x", tags: ["t"], folder: ["F", "G"])
        try home["A"].add("https://example.org/gone", folder: ["H"])
        try home.settle()
        try home["A"].retitle(row, "A")
        try home["B"].retitle(row, "B")
        try home["B"].edit(.shelf) { try $0.trash(folder: $0.folder(at: ["H"])) }
        try home.settle()
        try home["A"].edit(.shelf) { _ = try $0.writeNote(item: row, "unsent") }
        try home["A"].mkdir(["F", "New"])
        return home
    }

    @Test func aWholeLibraryIsWhole() throws {
        let home = try household()
        for device in home.devices {
            let check = try device.replica.verify()
            #expect(check.problems.isEmpty)
            #expect(check.batches > 2 && check.rows > 4 && check.operations > 10)
        }
    }

    @Test(arguments: [
        ("UPDATE item SET title = 'other' WHERE title IN ('A', 'B')", "title"),
        ("UPDATE item SET trashed = 0", "trashed"),
        ("UPDATE item SET conflicts = 7", "conflicts"),
        ("UPDATE placement SET shown = 0 WHERE shown NOT NULL", "shown"),
        ("UPDATE folder SET parent = 0", "parent"),
        ("DELETE FROM placement WHERE id = 1", "missing"),
        ("INSERT INTO item_text (item_text) VALUES ('delete-all')", "search index"),
        ("UPDATE batch SET bytes = CAST(bytes || x'00' AS BLOB) WHERE id = 1", "damaged on this disk"),
        ("UPDATE batch SET bytes = x'00', hash = x'00' WHERE id = 1", "1 batch of the"),
        ("DELETE FROM batch WHERE id = 1", "not what its changes make"),
        ("UPDATE member_entry SET entry = CAST(entry || x'00' AS BLOB) WHERE position = 0", "list of devices"),
    ])
    func everyDamageIsFound(sql: String, word: String) throws {
        let home = try household()
        try home["A"].write { try $0.execute(sql: sql) }
        let problems = try home["A"].verify().problems
        #expect(problems.contains { $0.contains(word) }, "\(sql): \(problems)")
        #expect(problems.count < 10)
    }
}
