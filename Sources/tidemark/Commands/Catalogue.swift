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

        func perform(_ console: Console) async throws {
            let reading = CatalogueFolderReader.read(folder: directory)
            for problem in reading.problems { console.say("\(problem)") }
            guard !reading.document.tools.isEmpty else {
                throw CommandFailure(.failed, "\(directory) holds no tool that could be read; nothing was changed.")
            }
            let document = reading.document
            let result = try open().edit(.catalogue) { try $0.take(document, overwrite: true) }
            try console.print("imported \(result.changed.count), unchanged \(result.unchanged.count)")
            if reading.problems.contains(where: { $0.severity == .error }) {
                throw CommandFailure(.failed, "Some files were refused; the rest is taken in.")
            }
        }
    }

    struct Export: TidemarkCommand {
        static let configuration = CommandConfiguration(
            commandName: "export", abstract: "Write the catalogue into a folder of YAML files.")

        @Argument(help: "The folder; made where it is missing.")
        var directory: String

        @OptionGroup(title: "Global options") var options: GlobalOptions

        func perform(_ console: Console) async throws {
            let document = try open().catalogueDocument()
            let folder = URL(filePath: directory)
            do {
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                for file in CatalogueFolderWriter.files(of: document) {
                    try Data(file.text.utf8).write(to: folder.appending(path: file.name), options: .atomic)
                }
            } catch {
                throw CommandFailure(
                    .failed, "\(directory) cannot be written: check its rights and the room on the disk.")
            }
            try console.print("exported \(document.tools.count) tools")
        }
    }
}
