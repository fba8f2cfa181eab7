import TestSupport
import Testing
import TidemarkCore
import TidemarkLibrary
import TidemarkReplica

struct HistoryTests {
    private let url = "https://example.org/x"

    /// Device, change, what it is about, and fate, in one line each.
    private func lines(_ replica: Replica, _ row: RowID) throws -> [String] {
        try replica.history(of: row).map { entry in
            let about = entry.value ?? entry.folder.map { "/" + $0.joined(separator: "/") } ?? ""
            let fate = entry.fate.map { " \($0.rawValue)" } ?? ""
            return "\(entry.author.device ?? "?") \(entry.change.rawValue) \(entry.field ?? "-") \(about)\(fate)"
        }
    }

    @Test func everythingIsToldByEveryDevice() throws {
        let home = try Household(["A", "B"])
        let row = try home["A"].add(url, title: "one", tags: ["t"], folder: ["F"])
        try home.settle()
        home.pass(1000)
        try home["B"].edit(.shelf) { edit in
            try edit.retitle(item: row, "two")
            try edit.untag(item: row, "t")
            try edit.writeNote(item: row, "noted")
            try edit.move(row, to: edit.folder(at: ["G"]))
        }
        try home.settle()
        home.pass(1000)
        try home["A"].edit(.shelf) { _ = try $0.mark(item: row, .favourite, true) }
        home.pass(1000)
        try home["A"].trash(row)
        home.pass(1000)
        try home["A"].restore(row)
        home.pass(1000)
        try home["A"].trash(home["A"].find(folder: ["G"]), .folder)
        try home.settle()
        let expected = [
            "A made - \(url)", "A set url \(url) shown", "A set added_at 1800000000000 shown",
            "A set title one replaced",
            "A tagged tags t replaced", "A placed - /F replaced", "B set title two shown", "B untagged tags t",
            "B set note noted shown", "B moved - /G shown", "A set favourite 1 shown", "A trashed - ", "A restored - ",
            "A folder-trashed - /G",
        ]
        #expect(try lines(home["A"], row) == expected)
        #expect(try lines(home["B"], row) == expected)
        let entries = try home["B"].history(of: row)
        #expect(entries[6].author.isThisDevice && !entries[5].author.isThisDevice)
        #expect(Set(entries[6...9].map(\.action)).count == 1 && entries[6].action != entries[10].action)
        #expect(entries[6].at == 1_800_000_001_000)
    }

    @Test func whatLostIsToldAsLost() throws {
        let home = try Household(["A", "B"])
        let row = try home["A"].add(url)
        try home.settle()
        home.pass(1000)
        try home["A"].retitle(row, "of A")
        home.pass(1000)
        try home["B"].retitle(row, "of B")
        try home.settle()
        let titles = try lines(home["A"], row).filter { $0.contains("title") }
        #expect(titles == ["A set title of A lost", "B set title of B shown"])
    }

    @Test func anImportWithoutDatesHasNone() throws {
        let home = try Household(["A"])
        _ = try home["A"].importRecords([.bookmark(.init(url: url, title: "old"))])
        let row = try home["A"].find(item: url).row
        let title = try home["A"].history(of: row).first { $0.field == "title" }
        #expect(title?.at == nil && title?.value == "old")
        let report = try home["A"].explain(.title, of: row)
        #expect(report.writes.map(\.at) == [nil] && report.writes.first?.author.isThisDevice == true)
        #expect(try home["A"].explain(.trash, of: row).value == "no")
    }
}
