import ArgumentParser
import TidemarkCore
import TidemarkReplica

struct RestoreCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Take a bookmark or a folder out of the trash.",
        discussion: "A folder is named by its title with a slash at its end, or by the beginning of its id.")

    @Argument(help: "The bookmark or folder, as `tidemark list --trash` shows it.")
    var item: String

    @OptionGroup(title: "Global options") var options: GlobalOptions

    private struct Report: Encodable {
        let schema = "tidemark.restored/0"
        let id: String
        let kind: String
        let changed: Bool
    }

    func perform(_ console: Console) async throws {
        let replica = try open()
        if let (row, title) = try trashedFolder(replica) {
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
        try console.print("\(bookmark.shortID)  \(isRestored ? "restored" : "was not in the trash"): \(bookmark.title)")
    }

    private func trashedFolder(_ replica: Replica) throws -> (row: RowID, title: String)? {
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
