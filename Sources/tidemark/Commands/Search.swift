import ArgumentParser
import TidemarkReplica

struct SearchCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Find bookmarks by words, tags, folders, sites, dates and states.",
        discussion: """
            The best matches come first, or the newest where no words are asked; the last word may be a beginning. Where more \
            than 2,000 fit, the newest of these are ranked. After a minus at the beginning of an argument the shell's options \
            begin: write "not" instead, or put "--" in front.

            \(QueryHelp.text)
            """)

    @Argument(help: "What to look for.")
    var query: [String]

    @Option(help: ArgumentHelp("At most so many.", valueName: "n"))
    var limit = 50

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func validate() throws {
        if limit < 1 { throw ValidationError("--limit is at least 1.") }
    }

    func perform(_ console: Console) async throws {
        let replica = try open()
        let found = try replica.search(query.joined(separator: " "), limit: limit + 1)
        var list = BookmarkList(bookmarks: Array(found.prefix(limit)))
        if found.isEmpty { list.emptiness = try Emptiness(of: replica, isFiltered: true) }
        try list.print(to: console)
        guard !console.isJSON else { return }
        if let emptiness = list.emptiness {
            console.say(emptiness.state == .filtered ? "Nothing found." : emptiness.message)
        }
        if found.count > limit {
            try console.flush()
            console.say("There are more than \(limit): add words, or raise --limit.")
        }
    }
}
