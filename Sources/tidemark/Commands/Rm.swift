import ArgumentParser
import TidemarkCore
import TidemarkReplica

struct RmCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "rm",
        abstract: "Move bookmarks and folders to the trash.",
        discussion: """
            A folder, with what is in it, is named with a slash at its end. --from takes bookmarks out of one folder only. \
            `tidemark restore` brings back what is in the trash.
            """)

    @Argument(help: "Bookmarks, and folders with a slash at their end.")
    var items: [String]

    @Option(help: ArgumentHelp("Only take them out of this folder.", valueName: "folder"))
    var from: FolderPath?

    @OptionGroup(title: "Global options") var options: GlobalOptions

    private struct Report: Encodable {
        let schema = "tidemark.removal/0"
        var bookmarks: [String] = []
        var folders: [String] = []
    }

    func perform(_ console: Console) async throws {
        let replica = try open()
        var folders: [(row: RowID, path: FolderPath)] = []
        var bookmarks: [(row: RowID, bookmark: Bookmark)] = []
        for argument in items {
            if let folder = try replica.folder(named: argument) {
                folders.append(folder)
            } else {
                bookmarks.append(try replica.find(item: argument))
            }
        }
        let origin = try from.map { try replica.find($0) }
        if let from {
            guard folders.isEmpty else { throw CommandFailure(.usage, "--from is for bookmarks, not for folders.") }
            for (_, bookmark) in bookmarks where !bookmark.folders.contains(from.names) {
                throw ReplicaError.notFound("\(bookmark.shortID) is not in the folder \"\(from.text)\".")
            }
        }
        let living = bookmarks.filter { !$0.bookmark.trashed }
        let (rows, folderRows) = (living.map(\.row), folders.map(\.row))
        try replica.edit(.shelf, label: "rm") { edit in
            for row in rows {
                if let origin { try edit.unplace(row, from: origin) } else { try edit.trash(item: row) }
            }
            for row in folderRows { try edit.trash(folder: row) }
        }
        if console.isJSON {
            return try console.print(
                json: Report(bookmarks: rows.map(\.description), folders: folderRows.map(\.description)))
        }
        for (_, bookmark) in bookmarks {
            let title = bookmark.title.isEmpty ? bookmark.url : bookmark.title
            let words =
                bookmark.trashed
                ? "was in the trash already" : from.map { "taken out of \($0.text)" } ?? "moved to the trash"
            try console.print("\(bookmark.shortID)  \(words): \(title)")
        }
        for (_, path) in folders { try console.print("\(path.text)/  moved to the trash, with what is in it") }
    }
}
