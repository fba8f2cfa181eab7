import Foundation
import TidemarkReplica

/// W7: full-text search and the first page of a list, at the standing test size.
enum Search {
    private static let queries = 100

    static func run(rows: Int) throws -> [Figure] {
        let figures = Figures(workload: "W7")
        let household = try Household("w7")
        let bookmarks = Workload.bookmarks(rows)
        let file = household.directory + "/bookmarks.html"
        try BookmarkFile.write(bookmarks, to: file)
        try household.run("a", "init", "--name", "a")
        try household.run("a", "import", file)
        let replica = try household.replica("a")
        var all: [Double] = []
        for (name, queries) in mix(bookmarks) {
            var times: [Double] = []
            for query in queries { times.append(try timed { try replica.search(query, limit: 20) }.seconds * 1000) }
            figures.add("search, \(name): p95", times.percentile(0.95), "ms")
            all += times
        }
        figures.add("search, whole mix: p95", all.percentile(0.95), "ms", atMost: 20)
        for arguments in [["list"], ["list", "--folder", bookmarks[0].folder], ["list", "--tag", "tag001"]] {
            let times = try (0..<5).map { _ in
                try ChildProcess.check(
                    [household.client] + arguments + ["--limit", "50"],
                    environment: ["TIDEMARK_HOME": household.home("a")]
                ).seconds * 1000
            }
            figures.add("`\(arguments.joined(separator: " "))`, first page", times.percentile(0.5), "ms", atMost: 100)
        }
        figures.add("finding duplicates among all", try timed { try replica.duplicates() }.seconds, "s")
        figures.add("backup of all", try timed { try replica.backup(to: household.directory + "/backup") }.seconds, "s")
        figures.add("verify, all tables made anew", try timed { try replica.verify() }.seconds, "s")
        return figures.all
    }

    /// Rare, medium and common words, two words, phrases and beginnings, as often each.
    private static func mix(_ bookmarks: [Workload.Bookmark]) -> [(String, [String])] {
        var random = Workload.Generator(seed: 11)
        let words = Workload.words
        func word(_ range: Range<Int>) -> String { words[range.lowerBound + random.below(range.count)] }
        var mix: [(String, [String])] = []
        mix.append(("rare", (0..<queries).map { _ in word(3900..<4096) }))
        mix.append(("medium", (0..<queries).map { _ in word(1000..<1500) }))
        mix.append(("common", (0..<queries).map { _ in word(0..<30) }))
        mix.append(("two words", (0..<queries).map { _ in word(0..<1500) + " " + word(0..<1500) }))
        mix.append(
            (
                "phrase",
                (0..<queries).map { _ in
                    let note = bookmarks[random.below(bookmarks.count)].note.split(separator: " ")
                    return "\"\(note[1]) \(note[2])\""
                }
            ))
        mix.append(("prefix", (0..<queries).map { _ in String(word(0..<1500).prefix(3)) }))
        return mix
    }
}
