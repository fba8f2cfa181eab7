import ArgumentParser
import TidemarkCore
import TidemarkReplica

struct MvCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "mv",
        abstract: "Move a bookmark or a folder into a folder, or to another place in it; rename a folder.",
        discussion: """
            SOURCE is a folder if it ends in a slash ("Work/Reading/") or with --folder-source. A bookmark in several \
            folders needs --from. Neighbours for --before and --after may be bookmarks, or folders with a slash at the end.

            With --query the only argument is the folder, and all bookmarks that fit are moved to its end, in one action: they \
            are shown first, and nothing is changed without a yes. Those in several folders stay where no --from is given.
            """)

    @Argument(help: "The bookmark, or a folder with a slash at its end.")
    var source: String?

    @Argument(help: "The folder to move it into; \"/\" is the top level.")
    var folder: FolderPath?

    @Option(help: ArgumentHelp("The folder that the bookmark leaves.", valueName: "folder"))
    var from: FolderPath?

    @Option(help: ArgumentHelp("Put it before this one.", valueName: "item"))
    var before: String?

    @Option(help: ArgumentHelp("Put it behind this one.", valueName: "item"))
    var after: String?

    @Option(help: ArgumentHelp("Another name for the folder SOURCE.", valueName: "name"))
    var rename: String?

    @Flag(help: "SOURCE is a folder, whatever it ends in.")
    var folderSource = false

    @Option(help: ArgumentHelp("All bookmarks that fit; see `tidemark search --help`.", valueName: "query"))
    var query: String?

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func validate() throws {
        guard let source else { throw ValidationError("Say what to move, and where to.") }
        if query != nil {
            if folder != nil { throw ValidationError("With --query there is one argument, the folder.") }
            if before != nil || after != nil || rename != nil || folderSource {
                throw ValidationError("--query goes with --from only.")
            }
            if FolderPath(argument: source) == nil { throw ValidationError("'\(source)' is no folder.") }
            return
        }
        if folder == nil, rename == nil { throw ValidationError("Say where to: a folder, or --rename NAME.") }
        if before != nil, after != nil { throw ValidationError("--before and --after do not go together.") }
        if let rename, rename.allSatisfy(\.isWhitespace) || rename.contains(where: \.isNewline) {
            throw ValidationError("A folder's name is not empty and has one line.")
        }
    }

    func perform(_ console: Console) async throws {
        let replica = try open()
        let source = source ?? ""
        if let query, let folder = FolderPath(argument: source) {
            return try moveAll(Selection(query, in: replica), to: folder, replica, console)
        }
        let target = try folder.map { try replica.find($0) }
        let neighbour = try (before ?? after).map { try self.neighbour($0, replica) }
        let isBefore = before != nil
        if let (row, path) = try sourceFolder(source, replica) {
            guard from == nil else { throw CommandFailure(.usage, "A folder is in one place: leave out --from.") }
            var changed: [String] = []
            if target != nil { changed.append("place") }
            if let rename, path.names.last != rename { changed.append("title") }
            try replica.edit(.shelf, label: "mv") { [rename] edit in
                if let target {
                    try edit.move(folder: row, to: target, at: neighbour?.position(in: target, edit, isBefore) ?? .end)
                }
                if let rename { try edit.rename(folder: row, to: rename) }
            }
            return try ChangeReport(row, changed).print(to: console)
        }
        guard rename == nil, let target else {
            throw CommandFailure(.usage, "--rename is for folders; a bookmark has `tidemark edit ITEM --title TEXT`.")
        }
        let (row, _) = try replica.find(living: source)
        let origin = try from.map { try replica.find($0) }
        try replica.edit(.shelf, label: "mv") { edit in
            try edit.move(row, from: origin, to: target, at: neighbour?.position(in: target, edit, isBefore) ?? .end)
        }
        try ChangeReport(row, ["place"]).print(to: console)
    }

    private func moveAll(
        _ selection: Selection, to folder: FolderPath, _ replica: Replica, _ console: Console
    ) throws {
        let target = try replica.find(folder)
        let origin = try from.map { try replica.find($0) }
        let source = from.map { " from \($0.text)" } ?? ""
        try selection.confirm("Move \(selection.count)\(source) to \(folder.text)", console)
        let (query, text, rows) = (selection.query, selection.text, selection.rows)
        let (moved, ambiguous) = try replica.edit(.shelf, label: "mv") { edit in
            try edit.move(rows, fitting: query, text: text, from: origin, to: target)
        }
        try BulkReport(selection, changed: moved, skipped: ambiguous).print("moved", to: console)
        if !ambiguous.isEmpty {
            console.say(
                "\(Plural.of(ambiguous.count, "bookmark")) in several folders stayed: say which they leave with --from."
            )
        }
    }

    private func sourceFolder(_ source: String, _ replica: Replica) throws -> (row: RowID, path: FolderPath)? {
        if let found = try replica.folder(named: source) { return found }
        if folderSource || rename != nil, let path = FolderPath(argument: source), !path.names.isEmpty {
            // A rename of what is a bookmark and no folder gets its own message.
            guard
                folderSource || (try? replica.find(item: source)) == nil
                    || (try? replica.find(folder: path.names)) != nil
            else { return nil }
            return (try replica.find(path), path)
        }
        return nil
    }

    /// What something is put next to.
    private enum Neighbour {
        case bookmark(RowID)
        case folder(RowID)

        func position(in folder: RowID, _ edit: Edit, _ isBefore: Bool) throws -> Position {
            let row: RowID
            switch self {
            case .bookmark(let item): row = try edit.placement(of: item, in: folder)
            case .folder(let folder): row = folder
            }
            return isBefore ? .before(row) : .after(row)
        }
    }

    private func neighbour(_ argument: String, _ replica: Replica) throws -> Neighbour {
        if let (row, _) = try replica.folder(named: argument) { return .folder(row) }
        return .bookmark(try replica.find(living: argument).row)
    }
}
