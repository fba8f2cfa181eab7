import ArgumentParser
import TidemarkReplica

struct SearchCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Find bookmarks by the words in their titles, addresses, notes and tags.",
        discussion: "Every word must occur; the last one may be a beginning. The best matches come first.")

    @Argument(help: "Words to look for.")
    var query: [String]

    @Option(help: ArgumentHelp("At most so many.", valueName: "n"))
    var limit = 50

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func validate() throws {
        if limit < 1 { throw ValidationError("--limit is at least 1.") }
    }

    func perform(_ console: Console) async throws {
        let found = try open().search(query.joined(separator: " "), limit: limit + 1)
        try BookmarkList(bookmarks: Array(found.prefix(limit))).print(to: console)
        guard !console.isJSON else { return }
        if found.isEmpty { console.say("Nothing found.") }
        if found.count > limit {
            try console.flush()
            console.say("There are more than \(limit): add words, or raise --limit.")
        }
    }
}
