import GRDB
import TestSupport
import Testing
import TidemarkCore
import TidemarkLibrary

@testable import TidemarkReplica

struct DigestTests {
    /// Two devices with bookmarks, folders, tags, a conflict, trash and an import.
    private func household() throws -> Household {
        let home = try Household(["A", "B"])
        for number in 0..<30 {
            try home["A"].add("https://example.org/\(number)", title: "\(number)", tags: ["t"], folder: ["F", "G"])
        }
        try home.settle()
        let row = try home["A"].find(item: "https://example.org/3").row
        try home["A"].retitle(row, "A")
        try home["B"].retitle(row, "B")
        try home["B"].trash(home["B"].find(item: "https://example.org/4").row)
        try home.settle()
        return home
    }

    private func compare(_ home: Household, _ a: String = "A", _ b: String = "B") throws -> DigestComparison.Verdict {
        let space = try home.space(.shelf)
        return try DigestComparison(ReplicaDigestSource(home[a], space), ReplicaDigestSource(home[b], space)).run(
            limit: 5)
    }

    @Test func equalVectorsGiveEqualDigests() throws {
        let home = try household()
        let space = try home.space(.shelf)
        #expect(try home["A"].digest(space) == home["B"].digest(space))
        guard case .equal = try compare(home) else { return #expect(Bool(false), "not equal") }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func storedSumsStayLevelWithTheRows(seed: UInt64) throws {
        let home = try household()
        let space = try home.space(.shelf)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<40 {
            let device = ["A", "B"].randomElement(using: &random) ?? "A"
            let url = "https://example.org/\(Int.random(in: 0..<40, using: &random))"
            let choice = Int.random(in: 0..<6, using: &random)
            try home[device].edit(.shelf) { edit in
                let row = try edit.add(.init(url: url)).row
                switch choice {
                case 0: try edit.retitle(item: row, "\(url) again")
                case 1: try edit.addTag(row, "more")
                case 2: try edit.trash(item: row)
                case 3: try edit.move(folder: edit.folder(at: ["F", "G"]), to: .root)
                case 4: try edit.writeNote(item: row, device)
                default: try edit.move(row, to: edit.folder(at: ["Other"]))
                }
            }
            if random.chance(30) { try home.sync(device) }
            for name in ["A", "B"] {
                let stored = try home[name].digest(space)
                #expect(try stored == ReplicaDigestSource(home[name], space).digest())
            }
        }
        try home.settle()
        #expect(try home["A"].digest(space) == home["B"].digest(space))
    }

    /// The sums change with an edit by what that edit changed: nothing else is read.
    @Test func aDigestThatIsLevelReadsNoRows() throws {
        let home = try household()
        let space = try home.space(.shelf)
        let before = try home["A"].digest(space)
        // Behind the back of the engine: a digest that read rows would see it.
        try home["A"].write { try $0.execute(sql: "UPDATE item SET title = 'tampered' WHERE NOT unsettled") }
        #expect(try home["A"].digest(space) == before)
        #expect(try ReplicaDigestSource(home["A"], space).digest() != before)
    }

    @Test func aSyncBringsTheSumsUpToTheLastRow() throws {
        let home = try household()
        let covered = try home["B"].read { db in
            try Bool.fetchOne(
                db, sql: "SELECT through = (SELECT max(id) FROM item) FROM digest WHERE kind = ?",
                arguments: [Kind.item.rawValue])
        }
        #expect(covered == true)
    }

    @Test func theHorizonChangesNoSumThatIsStored() throws {
        let home = try household()
        let space = try home.space(.shelf)
        func storedItems() throws -> [UInt8]? {
            try home["A"].read { db in
                try Row.fetchOne(db, sql: "SELECT sum FROM digest WHERE kind = ?", arguments: [Kind.item.rawValue])?
                    .bytes("sum")
            }
        }
        let (stored, before) = (try storedItems(), try home["A"].digest(space))
        for _ in 0..<20 {
            home.pass(10 * 86_400_000)
            try home.settle()
        }
        let after = try home["A"].digest(space)
        let items = DigestTable(rawValue: Kind.item.rawValue)
        #expect(!after.horizon.isEmpty && after.sums[items] != before.sums[items], "a shadow counts no longer")
        #expect(try storedItems() == stored && stored != nil)
        #expect(try ReplicaDigestSource(home["A"], space).digest() == after)
    }

    @Test func theRowThatDiffersIsFound() throws {
        let home = try household()
        let row = try home["A"].find(item: "https://example.org/7").row
        try home["B"].write {
            try $0.execute(sql: "UPDATE item SET title = 'tampered' WHERE rid = ?", arguments: [row.bytes.blob])
        }
        guard case .different(let differences, let count) = try compare(home) else {
            return #expect(Bool(false), "it is not seen")
        }
        #expect(count == 1)
        let found = try #require(differences.first)
        #expect(found.row == row && found.table.rawValue == Kind.item.rawValue)
        #expect(found.here?.map(\.what) == ["title"] && found.there?.map(\.what) == ["title"])
        #expect(found.there?.first?.value.contains("tampered") == true)
    }

    @Test func aRowThatIsGoneAndAMoveThatIsGoneAreFound() throws {
        let home = try household()
        let row = try home["B"].read { db in
            try #require(try Row.fetchOne(db, sql: "SELECT rid FROM placement").flatMap { RowID(bytes: $0.bytes(0)) })
        }
        try home["B"].write { db in
            try db.execute(sql: "DELETE FROM placement WHERE rid = ?", arguments: [row.bytes.blob])
            try db.execute(sql: "DELETE FROM folder_move")
        }
        guard case .different(let differences, let count) = try compare(home) else {
            return #expect(Bool(false), "it is not seen")
        }
        #expect(count == 3)
        #expect(differences.contains { $0.row == row && $0.there == nil })
        #expect(differences.contains { $0.table == .moves && $0.here?.first?.what == "moved" })
    }

    @Test func whoHoldsOtherChangesIsNotCompared() throws {
        let home = try household()
        try home["A"].add("https://example.org/new")
        guard case .incomparable = try compare(home) else { return #expect(Bool(false), "it is compared") }
    }

    @Test func aDigestSaysNothingWithoutTheSecret() throws {
        let home = try household()
        let other = try Household(["A"], seed: 5)
        let (a, b) = (try home["A"].digest(home.space(.shelf)), try other["A"].digest(other.space(.shelf)))
        #expect(a.sums.values.allSatisfy { !b.sums.values.contains($0) })
    }

    @Test func verifyFindsSumsThatAreNotThoseOfTheRows() throws {
        let home = try household()
        #expect(try home["A"].verify().problems.isEmpty)
        try home["A"].write { try $0.execute(sql: "UPDATE digest SET sum = zeroblob(32) WHERE kind = 1") }
        let problems = try home["A"].verify().problems
        #expect(problems.count == 1 && problems[0].contains("digest"))
    }
}
