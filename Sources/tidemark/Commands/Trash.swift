import ArgumentParser
import TidemarkCore
import TidemarkReplica

struct TrashCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trash",
        abstract: "List what is in the trash, or empty it.", subcommands: [List.self, Empty.self],
        defaultSubcommand: List.self)

    struct List: TidemarkCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the folders and the bookmarks in the trash, the newest first.",
            discussion: """
                `tidemark restore` takes something out of it, and `tidemark trash empty` deletes it for good. In a pipe each is \
                one line, as `tidemark list` prints it.
                """)

        @Option(help: ArgumentHelp("At most so many.", valueName: "n"))
        var limit: Int?

        @OptionGroup(title: "Global options") var options: GlobalOptions

        func validate() throws {
            if let limit, limit < 1 { throw ValidationError("--limit is at least 1.") }
        }

        func perform(_ console: Console) async throws {
            let replica = try open()
            var filter = BookmarkFilter()
            filter.trash = true
            filter.limit = limit
            var list = BookmarkList(bookmarks: try replica.bookmarks(filter))
            list.trashedFolders = try replica.trashedFolders().map { .init(id: $0.row.description, title: $0.title) }
            try list.print(to: console)
            if list.bookmarks.isEmpty, list.trashedFolders?.isEmpty ?? true, !console.isJSON {
                console.say("The trash is empty.")
            }
        }
    }

    struct Empty: TidemarkCommand {
        static let configuration = CommandConfiguration(
            abstract: "Delete what is in the trash, on all devices.",
            discussion: """
                It is hidden at once and no command brings it back, `undo` neither; an import leaves it out, and `tidemark add` \
                of its address begins anew. Its text stays in the library's files, and in the sealed batches of devices and \
                relay, until all devices have it and it is 90 days old. What another device changes at the same time comes back.
                """)

        @OptionGroup(title: "Global options") var options: GlobalOptions

        private struct Report: Encodable {
            let schema = "tidemark.emptied/0"
            let bookmarks: Int
            let folders: Int
        }

        func perform(_ console: Console) async throws {
            let replica = try open()
            let trashed = try replica.status().trashed
            let folders = try replica.trashedFolders().count
            if trashed + folders > 0 {
                let what = "\(Plural.of(trashed, "bookmark")) and \(Plural.of(folders, "folder"))"
                try Question.confirm("Delete \(what) for good, on all devices", console)
            }
            let erased = try replica.edit(.shelf, label: "trash empty") { try $0.emptyTrash() }
            if console.isJSON {
                return try console.print(json: Report(bookmarks: erased.bookmarks, folders: erased.folders))
            }
            try console.print(
                "deleted \(Plural.of(erased.bookmarks, "bookmark")) and \(Plural.of(erased.folders, "folder"))")
        }
    }
}
