import ArgumentParser
import TidemarkCore
import TidemarkReplica

struct RestoreCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Take bookmarks or a folder out of the trash, or bring back a value that lost.",
        discussion: """
            A folder is named by its title with a slash at its end, or by the beginning of its id. With --query all bookmarks \
            of the trash that fit come back, in one action: they are shown first, and nothing is changed without a yes.

            With --field and --shadow, a value that lost against a change made at the same time on another device comes back: \
            `tidemark why` numbers them. --keep settles that it stays as it is shown.
            """)

    @Argument(help: "The bookmark or folder, as `tidemark trash` shows it.")
    var item: String?

    @Option(
        help: ArgumentHelp("All bookmarks in the trash that fit; see `tidemark search --help`.", valueName: "query"))
    var query: String?

    @Option(help: "The field of which a lost value comes back.")
    var field: ExplainedField?

    @Option(help: ArgumentHelp("Which value, as `tidemark why` numbers them.", valueName: "n"))
    var shadow: Int?

    @Flag(help: "Keep what is shown, and list what lost no more.")
    var keep = false

    @OptionGroup(title: "Global options") var options: GlobalOptions

    private struct Report: Encodable {
        let schema = "tidemark.restored/0"
        let id: String
        let kind: String
        let changed: Bool
    }

    func validate() throws {
        if (item == nil) == (query == nil) { throw ValidationError("Say which one, or which with --query.") }
        if field != nil, query != nil { throw ValidationError("--field goes with one bookmark, not with --query.") }
        if field == nil, shadow != nil || keep { throw ValidationError("--shadow and --keep need --field.") }
        if field != nil, (shadow != nil) == keep {
            throw ValidationError("Say which value with --shadow, or --keep what is shown.")
        }
    }

    func perform(_ console: Console) async throws {
        let replica = try open()
        if let query { return try restoreAll(Selection(query, in: replica, inTrash: true), replica, console) }
        let item = item ?? ""
        if let field { return try settle(field, of: item, replica, console) }
        if let (row, title) = try trashedFolder(item, replica) {
            let wentUp = try replica.edit(.shelf, label: "restore") { try $0.restore(folder: row) }
            if console.isJSON {
                return try console.print(json: Report(id: row.description, kind: "folder", changed: true))
            }
            return try console.print(
                "\(title)/  restored\(wentUp ? " to the top level: its folder is in the trash" : "")")
        }
        let (row, bookmark) = try replica.find(item: item)
        let isRestored = try replica.edit(.shelf, label: "restore") { try $0.restore(item: row) }
        if console.isJSON {
            return try console.print(json: Report(id: row.description, kind: "bookmark", changed: isRestored))
        }
        let title = bookmark.title.isEmpty ? bookmark.url : bookmark.title
        try console.print("\(bookmark.shortID)  \(isRestored ? "restored" : "was not in the trash"): \(title)")
    }

    private func settle(_ field: ExplainedField, of item: String, _ replica: Replica, _ console: Console) throws {
        let row = try replica.find(living: item).row
        try replica.edit(.shelf, label: "restore --field \(field.rawValue)") { [shadow] edit in
            try edit.settle(field, of: row, with: shadow)
        }
        try ChangeReport(row, [field.rawValue]).print(to: console)
    }

    private func restoreAll(_ selection: Selection, _ replica: Replica, _ console: Console) throws {
        try selection.confirm("Restore \(selection.count)", console)
        let (query, text, rows) = (selection.query, selection.text, selection.rows)
        let changed = try replica.edit(.shelf, label: "restore") { edit in
            try edit.changing(rows, fitting: query, text: text) { try edit.restore(item: $0) }
        }
        try BulkReport(selection, changed: changed).print("restored", to: console)
    }

    private func trashedFolder(_ item: String, _ replica: Replica) throws -> (row: RowID, title: String)? {
        let name = item.hasSuffix("/") ? FolderPath(argument: item)?.names.last : nil
        let isID = item.utf8.count >= 4 && item.allSatisfy(\.isHexDigit)
        let fitting = try replica.trashedFolders().filter {
            $0.title == name || (isID && $0.row.description.hasPrefix(item.lowercased()))
        }
        guard fitting.count <= 1 else {
            throw ReplicaError.ambiguous(
                "Several folders in the trash are called \"\(item)\": give the beginning of an id",
                candidates: fitting.map { String($0.row.description.prefix(8)) })
        }
        return fitting.first
    }
}
