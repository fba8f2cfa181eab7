import ArgumentParser
import TidemarkCore
import TidemarkReplica

struct RmCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "rm",
        abstract: "Move bookmarks and folders to the trash.",
        discussion: """
            A folder, with what is in it, is named with a slash at its end. --from takes bookmarks out of one folder only. \
            `tidemark restore` brings back what is in the trash. With --query all bookmarks that fit are moved there, in one \
            action: they are shown first, and nothing is changed without a yes.
            """)

    @Argument(help: "Bookmarks, and folders with a slash at their end.")
    var items: [String] = []

    @Option(help: ArgumentHelp("Only take them out of this folder.", valueName: "folder"))
    var from: FolderPath?

    @Option(help: ArgumentHelp("All bookmarks that fit; see `tidemark search --help`.", valueName: "query"))
    var query: String?

    @OptionGroup(title: "Global options") var options: GlobalOptions

    private struct Report: Encodable {
        let schema = "tidemark.removal/0"
        var bookmarks: [String] = []
        var folders: [String] = []
    }

    func validate() throws {
        if items.isEmpty == (query == nil) { throw ValidationError("Say which bookmarks, or which with --query.") }
    }

    func perform(_ console: Console) async throws {
        let replica = try open()
        if let query { return try removeAll(Selection(query, in: replica), replica, console) }
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

    private func removeAll(_ selection: Selection, _ replica: Replica, _ console: Console) throws {
        let origin = try from.map { try replica.find($0) }
        try selection.confirm(
            from.map { "Take \(selection.count) out of \($0.text)" } ?? "Move \(selection.count) to the trash", console)
        let (query, text, rows) = (selection.query, selection.text, selection.rows)
        let changed = try replica.edit(.shelf, label: "rm") { edit in
            try edit.changing(rows, fitting: query, text: text) { row in
                if let origin { return try edit.unplace(row, from: origin) }
                try edit.trash(item: row)
                return true
            }
        }
        try BulkReport(selection, changed: changed).print(
            from.map { "took out of \($0.text):" } ?? "moved to the trash:", to: console)
    }
}
