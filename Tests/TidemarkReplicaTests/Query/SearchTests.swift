import Foundation
import TestSupport
import Testing
import TidemarkCore
import TidemarkLibrary
import TidemarkReplica

struct SearchTests {
    private let utc = TimeZone(secondsFromGMT: 0) ?? .current

    /// A shelf on which every query below finds some and leaves some.
    private func shelf() throws -> Replica {
        let home = try Household(["A"])
        let replica = home["A"]
        try replica.edit(.shelf) { edit in
            func add(
                _ number: Int, _ url: String, _ title: String, tags: [String] = [], note: String? = nil,
                folder: [String]? = nil, at: Int64? = nil
            ) throws -> RowID {
                let row = try edit.add(.init(url: url, title: title, tags: tags, note: note)).row
                if let folder { try edit.place(row, in: edit.folder(at: folder)) }
                return row
            }
            let tide = try add(
                1, "https://sea.example.org/tide", "Tide tables", tags: ["Sea", "maths"], folder: ["Work"])
            _ = try add(
                2, "https://example.org/moon", "The moon", tags: ["sky"], note: "pulls the tide",
                folder: ["Work", "Deep"])
            _ = try add(3, "https://notexample.org/", "Neither", folder: ["Home"])
            let old = try add(4, "https://bücher.example/x", "Old café", tags: ["seaside"], folder: [])
            _ = try add(5, "https://example.com/gone", "Tide gone")
            try edit.mark(item: tide, .unread, true)
            try edit.mark(item: old, .favourite, true)
            try edit.mark(item: old, .archived, true)
        }
        _ = try replica.importRecords([
            .bookmark(
                .init(url: "https://old.example.net/", title: "From 2024", folder: ["Home"], addedAt: 1_714_521_600_000)
            )
        ])
        try replica.trash(replica.find(item: "https://example.com/gone").row)
        return replica
    }

    @Test func queriesFindWhatTheySay() throws {
        let replica = try shelf()
        func found(_ query: String) throws -> Set<String> {
            Set(try replica.search(QueryParser.parse(query), text: query, limit: 100, zone: utc).map(\.title))
        }
        let all: Set = ["Tide tables", "The moon", "Neither", "Old café", "From 2024"]
        let cases: [(String, Set<String>)] = [
            ("", all), ("tide", ["Tide tables", "The moon"]), ("title:tide", ["Tide tables"]),
            ("note:tide", ["The moon"]),
            ("\"tide tables\"", ["Tide tables"]), ("\"tables tide\"", []), ("tab*", ["Tide tables"]), ("tab", []),
            ("cafe", ["Old café"]), ("url:moon", ["The moon"]), ("tag:sea", ["Tide tables"]),
            ("tag:sea*", ["Tide tables", "Old café"]), ("sea", ["Tide tables"]),
            ("folder:Work", ["Tide tables", "The moon"]), ("folder:Work/Deep", ["The moon"]),
            ("folder:/", ["Old café"]),
            ("site:example.org", ["Tide tables", "The moon"]), ("site:bücher.example", ["Old café"]),
            ("site:xn--bcher-kva.example", ["Old café"]), ("is:unread", ["Tide tables"]),
            ("is:read", all.subtracting(["Tide tables"])), ("is:favourite is:archived", ["Old café"]),
            ("is:trashed", ["Tide gone"]), ("is:untagged", ["Neither", "From 2024"]), ("is:unfiled", []),
            ("is:conflict", []), ("is:rescued", []), ("is:held", []), ("before:2025", ["From 2024"]),
            ("on:2024-05-01", ["From 2024"]), ("on:2024-04-30", []), ("after:2024-05-01", all),
            ("after:1h", all.subtracting(["From 2024"])), ("before:1h", ["From 2024"]),
            ("on:today", all.subtracting(["From 2024"])),
            ("not tide", ["Neither", "Old café", "From 2024"]), ("tide -title:tables", ["The moon"]),
            ("tide or tag:seaside", ["Tide tables", "The moon", "Old café"]),
            ("(moon or cafe) -(tag:sky or is:unread)", ["Old café"]), ("-(moon tide)", all.subtracting(["The moon"])),
            ("-is:trashed tide", ["Tide tables", "The moon"]), ("tide is:trashed", ["Tide gone"]),
            ("-before:2025", all.subtracting(["From 2024"])), ("moon (tide -tables)", ["The moon"]),
        ]
        for (query, titles) in cases { #expect(try found(query) == titles, "\(query)") }
    }

    @Test func aFolderThatIsNotThereIsPointedAt() throws {
        let replica = try shelf()
        let query = "tide folder:Nowhere"
        do {
            _ = try replica.search(query, limit: 1)
            Issue.record("found a folder")
        } catch let error as QueryError {
            #expect(error.place == 12..<19)
        }
    }

    @Test func titlesWeighMoreThanNotesAndAPageIsAPage() throws {
        let replica = try shelf()
        #expect(try replica.search("tide", limit: 10).map(\.title) == ["Tide tables", "The moon"])
        #expect(try replica.search("tide", limit: 1).map(\.title) == ["Tide tables"])
        #expect(try replica.items(matching: QueryParser.parse("tide or cafe"), text: "").count == 3)
    }

    /// More matches than are ranked: the newest count.
    @Test func whereVeryManyFitTheNewestAreRanked() throws {
        let home = try Household(["A"])
        let records = (0..<3000).map {
            ImportRecord.bookmark(
                .init(url: "https://example.org/\($0)", title: $0 % 2 == 0 ? "tide" : "tide \($0)", addedAt: Int64($0)))
        }
        _ = try home["A"].importRecords(records)
        let found = try home["A"].search("tide", limit: 100)
        #expect(found.count == 100 && found.allSatisfy { $0.title == "tide" })
        #expect(try home["A"].search("tide title:1", limit: 10).map(\.title).contains("tide 1"))
    }
}
