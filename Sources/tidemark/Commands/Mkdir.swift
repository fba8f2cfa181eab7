import ArgumentParser
import TidemarkCore
import TidemarkReplica

struct MkdirCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "mkdir", abstract: "Make a folder, with those above it that are missing.")

    @Argument(help: "The folder, such as Work/Reading.")
    var folder: FolderPath

    @OptionGroup(title: "Global options") var options: GlobalOptions

    private struct Report: Encodable {
        let schema = "tidemark.folder/0"
        let id: String
        let path: [String]
        let isNew: Bool
    }

    func validate() throws {
        if folder.names.isEmpty { throw ValidationError("Name the folder: the top level is there already.") }
    }

    func perform(_ console: Console) async throws {
        let replica = try open()
        let path = folder.names
        let wasThere = (try? replica.find(folder: path)) != nil
        let row = try replica.edit(.shelf, label: "mkdir") { try $0.folder(at: path) }
        if console.isJSON {
            return try console.print(json: Report(id: row.description, path: path, isNew: !wasThere))
        }
        try console.print("\(folder.text)  \(wasThere ? "was there already" : "made")")
    }
}
