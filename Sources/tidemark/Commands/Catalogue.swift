import ArgumentParser
import Foundation
import TidemarkInterchange
import TidemarkLibrary
import TidemarkReplica

struct CatalogueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalogue", abstract: "Read and write a catalogue as a folder of YAML files.",
        subcommands: [Import.self, Export.self])

    struct Import: TidemarkCommand {
        static let configuration = CommandConfiguration(
            commandName: "import", abstract: "Take a folder of YAML files into the catalogue.")

        @Argument(help: "The folder.")
        var directory: String

        @OptionGroup(title: "Global options") var options: GlobalOptions

        private struct Report: Encodable {
            let schema = "tidemark.catalogue-import/0"
            let changed, unchanged, problems: [String]
        }

        func perform(_ console: Console) async throws {
            let reading = CatalogueFolderReader.read(folder: directory)
            for problem in reading.problems { console.say("\(problem)") }
            guard !reading.document.tools.isEmpty else {
                throw CommandFailure(.failed, "\(directory) holds no tool that could be read; nothing was changed.")
            }
            let document = reading.document
            let result = try open().edit(.catalogue, label: "catalogue import") {
                try $0.take(document, overwrite: true)
            }
            if console.isJSON {
                try console.print(
                    json: Report(
                        changed: result.changed, unchanged: result.unchanged, problems: reading.problems.map { "\($0)" }
                    ))
            } else {
                try console.print("imported \(result.changed.count), unchanged \(result.unchanged.count)")
            }
            if reading.problems.contains(where: { $0.severity == .error }) {
                throw CommandFailure(.failed, "Some files were refused; the rest is taken in.")
            }
        }
    }

    struct Export: TidemarkCommand {
        static let configuration = CommandConfiguration(
            commandName: "export",
            abstract: "Write the catalogue into a folder of YAML files that `import` reads again, history included.")

        @Argument(help: "The folder; made where it is missing.")
        var directory: String

        @OptionGroup(title: "Global options") var options: GlobalOptions

        private struct Report: Encodable {
            let schema = "tidemark.catalogue-export/0"
            let tools: Int
            let files: [String]
        }

        func perform(_ console: Console) async throws {
            let document = try open().catalogueDocument()
            let folder = URL(filePath: directory)
            let files = CatalogueFolderWriter.files(of: document)
            do {
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                for file in files {
                    try Data(file.text.utf8).write(to: folder.appending(path: file.name), options: .atomic)
                }
            } catch {
                throw CommandFailure(
                    .failed, "\(directory) cannot be written: check its rights and the room on the disk.")
            }
            if console.isJSON {
                return try console.print(json: Report(tools: document.tools.count, files: files.map(\.name)))
            }
            try console.print("exported \(document.tools.count) tools")
        }
    }
}
