import Foundation
import GRDB
import TestSupport
import Testing
import TidemarkCore
import TidemarkLibrary
import TidemarkWire

@testable import TidemarkReplica

struct StoreTests {
    private func directory() -> String {
        FileManager.default.temporaryDirectory.appending(path: "tidemark-\(UUID().uuidString)").path()
    }

    @Test func aLibrarySurvivesBeingClosed() throws {
        let home = directory()
        defer { try? FileManager.default.removeItem(atPath: home) }
        _ = try Replica.create(home: home, deviceName: "A").replica.add(
            "https://example.org/x", title: "x", tags: ["t"])
        let again = try Replica.open(home: home)
        #expect(try again.bookmark("https://example.org/x")?.tags == ["t"])
        #expect(throws: ReplicaError.alreadyInitialised(home)) { try Replica.create(home: home, deviceName: "B") }
    }

    /// Digests and snapshots go through whole tables page by page.
    @Test func pagesOfRowsAreReadWithoutSortingTheTable() throws {
        let replica = try Replica.inMemory(deviceName: "A", environment: .live).replica
        try replica.read { db in
            for kind in Kind.allCases {
                let layout = RowLayout.of(TableSchema.of(kind))
                for sql in [layout.page, layout.unsettled] {
                    let plan = try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN \(sql)", arguments: [1, 0, 10])
                    #expect(!plan.contains { ($0["detail"] as String).contains("TEMP B-TREE") }, "\(sql)")
                }
            }
        }
    }

    @Test func otherUsersCannotReadIt() throws {
        let home = directory()
        defer { try? FileManager.default.removeItem(atPath: home) }
        _ = try Replica.create(home: home, deviceName: "A")
        let attributes = try FileManager.default.attributesOfItem(atPath: home)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o700)
    }

    @Test func noLibraryIsSaidSo() {
        let home = directory()
        #expect(throws: ReplicaError.notInitialised(home)) { try Replica.open(home: home) }
    }

    @Test func aFileThatIsNoDatabaseIsDamaged() throws {
        let home = directory()
        defer { try? FileManager.default.removeItem(atPath: home) }
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        try Data(repeating: 0x41, count: 8192).write(to: URL(filePath: home + "/library.sqlite"))
        #expect(throws: ReplicaError.self) { try Replica.open(home: home) }
    }

    /// The schema that merging works from and the SQL that stores it say the same.
    @Test func everyFieldHasItsColumn() throws {
        let replica = try Household(["A"])["A"]
        for kind in Kind.allCases {
            let table = TableSchema.of(kind)
            let columns = Set(try replica.column("SELECT name FROM pragma_table_info('\(table.name)')"))
            for reference in table.keyRows {
                #expect(columns.contains(reference.column), "\(table.name).\(reference.column)")
            }
            for field in table.fields {
                switch field.merge {
                case .rekey, .vector: continue
                case .place: #expect(columns.isSuperset(of: ["folder", "order_key"]))
                default: #expect(columns.contains(field.name), "\(table.name).\(field.name)")
                }
            }
            #expect(Set(table.fields.map(\.id)).count == table.fields.count, "\(table.name) uses a number twice")
        }
    }

    @Test func searchFindsWhatIsThereAndForgetsWhatWasChanged() throws {
        let replica = try Household(["A"])["A"]
        let row = try replica.add("https://example.org/swift", title: "Concurrency in practice", tags: ["reading"])
        try replica.edit(.shelf) { _ = try $0.write(row, .item, .note, "Aktoren und Übergänge") }
        for query in ["concurrency", "conc", "CONCURRENCY prac", "ubergange", "reading", "example swift"] {
            #expect(try replica.search(query, limit: 10).count == 1, "\(query)")
        }
        #expect(try replica.search("\"a\\\"; DROP TABLE item\" x", limit: 10).isEmpty)
        #expect(try replica.search("x'; DROP TABLE item", limit: 10).isEmpty)
        try replica.retitle(row, "Something else")
        #expect(try replica.search("concurrency", limit: 10).isEmpty)
        try replica.trash(row)
        #expect(try replica.search("something", limit: 10).isEmpty)
    }

    @Test func tablesReadAsPlainSQL() throws {
        let replica = try Household(["A"])["A"]
        try replica.add("https://example.org/x", title: "x", tags: ["b", "a"], folder: ["F"])
        #expect(try replica.column("SELECT title || '|' || tags FROM bookmarks") == ["x|a\nb"])
        #expect(try replica.column("SELECT f.title FROM bookmark_places p JOIN folder f ON f.id = p.folder") == ["F"])
        #expect(try replica.column("SELECT DISTINCT space FROM item") == ["1"])
    }

    @Test func anErrorInTheMiddleOfADeedChangesNothing() throws {
        let replica = try Household(["A"])["A"]
        let before = try replica.fingerprint(.shelf)
        struct Stop: Error {}
        #expect(throws: Stop.self) {
            try replica.edit(.shelf) { edit in
                _ = try edit.add(.init(url: "https://example.org/x"))
                throw Stop()
            }
        }
        #expect(try replica.fingerprint(.shelf) == before)
        #expect(try replica.status().spaces.allSatisfy { $0.unsent == 0 })
    }

    /// Random row states through the packed form and back.
    @Test func packedStatesComeBackAsTheyWere() throws {
        var numbers: [WriterID: Int64] = [:]
        for number in 1...4 { numbers[WriterID(high: 0, low: UInt64(number))] = Int64(number) }
        let context = RowStateCoding.Context(
            number: { numbers[$0] ?? 0 }, writer: { WriterID(high: 0, low: UInt64($0)) })
        for seed in 0..<300 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            var replicas = (1...3).map { CoreReplica(writer: WriterID(high: 0, low: UInt64($0))) }
            for _ in 0..<20 {
                let at = Int.random(in: 0..<3, using: &random)
                replicas[at].edit(now: 1_800_000_000_000, using: &random)
                let from = Int.random(in: 0..<3, using: &random)
                if random.chance(40) { replicas[at].receive(replicas[from].written) }
            }
            for var state in replicas.flatMap({ Array($0.rows.values) }) {
                let bytes = try RowStateCoding.encode(
                    state, context: context, isInColumn: { $0.key.field == FieldID(rawValue: 2) },
                    textColumn: { _ in true })
                let column = state[FieldID(rawValue: 2)]?.winner.value ?? .null
                let decoded = try RowStateCoding.decode(
                    bytes, context: context, column: { _ in column },
                    text: { state.texts[$0]?.text ?? "" })
                state.key = nil  // stands in columns of its own
                #expect(decoded == state, "seed \(seed)")
            }
        }
    }

    /// SQLite would end a text at its first NUL, and a device that merges before it stores would hold another one.
    @Test func aTextWithANULLosesNothingElse() throws {
        let home = try Household(["A", "B"])
        let row = try home["A"].add("https://example.org/x", title: "ti\0tle", tags: ["ta\0g"], folder: ["Fol\0der"])
        try home["A"].edit(.shelf) { _ = try $0.write(row, .item, .note, "first\0 and last") }
        try home.settle()
        for device in home.devices {
            let bookmark = try device.replica.bookmark("https://example.org/x")
            #expect(bookmark?.title == "title" && bookmark?.tags == ["tag"] && bookmark?.note == "first and last")
            #expect(bookmark?.folders == [["Folder"]])
        }
        #expect(try home["A"].fingerprint(.shelf) == home["B"].fingerprint(.shelf))
    }
}
