import ArgumentParser
import TidemarkCore
import TidemarkLibrary
import TidemarkReplica

struct ListCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List bookmarks: those of a folder in their order, else the newest first.",
        discussion: """
            In a pipe each is one line: id, title, address, tags and folders, between tabs. QUERY is that of `tidemark search`.
            """)

    @Argument(help: "Only what fits this query.")
    var query: [String] = []

    @Option(help: ArgumentHelp("Only what stands in this folder itself; \"/\" is the top level.", valueName: "folder"))
    var folder: FolderPath?

    @Option(help: "Only what has this tag.")
    var tag: String?

    @Flag(help: "Only what is unread.")
    var unread = false

    @Flag(help: "What is in the trash.")
    var trash = false

    @Flag(help: "Only what is in no folder.")
    var unfiled = false

    @Option(help: ArgumentHelp("At most so many.", valueName: "n"))
    var limit: Int?

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit is at least 1.") }
        if unfiled, folder != nil {
            throw ValidationError("What is unfiled is in no folder: leave out one of the two.")
        }
        if trash, folder != nil || unfiled {
            throw ValidationError("The trash has no folders: leave out one of the two.")
        }
    }

    func perform(_ console: Console) async throws {
        let replica = try open()
        var filter = BookmarkFilter()
        if let folder {
            _ = try replica.find(folder)
            filter.folder = folder.names
        }
        filter.tag = tag
        filter.unreadOnly = unread
        filter.trash = trash
        filter.unfiledOnly = unfiled
        filter.limit = limit
        filter.queryText = query.joined(separator: " ")
        filter.query = try QueryParser.parse(filter.queryText)
        var list = BookmarkList(bookmarks: try replica.bookmarks(filter))
        if trash, tag == nil, !unread, query.isEmpty {
            list.trashedFolders = try replica.trashedFolders().map { .init(id: $0.row.description, title: $0.title) }
        }
        let isFiltered = folder != nil || tag != nil || unread || unfiled || !query.isEmpty
        if list.bookmarks.isEmpty, list.trashedFolders?.isEmpty ?? true {
            list.emptiness = try Emptiness(of: replica, isFiltered: isFiltered || trash)
        }
        try list.print(to: console)
        guard let emptiness = list.emptiness, !console.isJSON else { return }
        let isTrashEmpty = trash && !isFiltered && [.filtered, .empty].contains(emptiness.state)
        console.say(isTrashEmpty ? "The trash is empty." : emptiness.message)
    }
}
