import ArgumentParser
import TidemarkInterchange
import TidemarkLibrary
import TidemarkReplica

struct CompareCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Show two to six releases side by side.",
        discussion: "A tool stands for its newest release; \"tool/release\" names another one.")

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table
        case json
    }

    @Argument(help: ArgumentHelp("Tools or releases.", valueName: "release"))
    var releases: [String]

    @Option(help: "How to show it.")
    var format: Format?

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func perform(_ console: Console) async throws {
        let replica = try open()
        let finder = ReleaseFinder(releases: try replica.releases())
        let columns = try releases.map { try finder.find($0).column }
        let comparison = try Comparison(columns, threshold: replica.threshold())
        if format == .json || (format == nil && console.isJSON) {
            return try console.write([UInt8](ComparisonJSON(comparison).encoded()) + [10])
        }
        let table = ComparisonTable(width: Terminal.width, usesColour: console.usesColour)
        try console.write(Array(table.render(comparison).utf8))
    }
}
