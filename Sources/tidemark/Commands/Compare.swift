import ArgumentParser
import TidemarkInterchange
import TidemarkLibrary
import TidemarkReplica

struct CompareCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Show two to six releases side by side.",
        discussion: """
            A tool stands for its newest release; "tool/release" names another one. What has changed since you last read a \
            release is shown below; a table on a terminal counts as read, other output does with --mark-read. Days are days \
            in UTC.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table
        case markdown
        case html
        case csv
        case json
    }

    @Argument(help: ArgumentHelp("Tools or releases.", valueName: "release"))
    var releases: [String]

    @Option(help: "How to show it.")
    var format: Format?

    @Option(
        help: ArgumentHelp(
            "Weigh the panel: the name of stored weights, or weights such as \"Founder 3, Skeptic 2, PM 1\".",
            valueName: "weights"))
    var weights: String?

    @Option(help: ArgumentHelp("The page as it stood at the end of that day.", valueName: "date"))
    var asOf: Day?

    @Option(help: ArgumentHelp("Add what that many seats cost.", valueName: "n"))
    var seats: Int?

    @Flag(help: "Explain every derived value.")
    var why = false

    @Flag(help: "Add what was published, the newest first.")
    var history = false

    @Flag(help: "Leave out the texts of the takes.")
    var brief = false

    @Flag(help: "Remember that you have read these releases.")
    var markRead = false

    @Option(name: .shortAndLong, help: ArgumentHelp("Into this file instead of stdout.", valueName: "file"))
    var output: String?

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func validate() throws {
        if let seats, !SeatPrice.allowedSeats.contains(seats) {
            throw ValidationError("--seats is a number from 1 to \(SeatPrice.allowedSeats.upperBound).")
        }
        if asOf != nil, markRead { throw ValidationError("--as-of shows the past: --mark-read does not go with it.") }
    }

    func perform(_ console: Console) async throws {
        let replica = try open()
        var builder = PageBuilder(replica: replica)
        builder.asOf = asOf
        builder.weights = weights
        builder.seats = seats
        builder.explains = why
        builder.tellsHistory = history
        let built = try builder.build(releases)
        let format = format ?? (console.isJSON ? .json : .table)
        try OutputFile.write(try render(built.page, as: format, console), to: output, console)
        try console.flush()
        let isSeen = format == .table && output == nil && Terminal.isTerminal(1) && asOf == nil
        if markRead || isSeen { try PageBuilder.markRead(built, in: replica) }
    }

    private func render(_ page: ComparisonPage, as format: Format, _ console: Console) throws -> String {
        switch format {
        case .json: return String(decoding: try ComparisonJSON(page).encoded(), as: UTF8.self)
        case .markdown: return ComparisonMarkdown.render(page)
        case .html: return ComparisonHTML.render(page)
        case .csv: return ComparisonCSV.render(page)
        case .table:
            var page = page
            // That nothing is new needs no section.
            if page.news?.allSatisfy({ $0?.changes.isEmpty ?? true }) ?? false { page.news = nil }
            let isFile = output != nil
            return ComparisonTable(
                width: isFile ? 100 : Terminal.width, usesColour: console.usesColour && !isFile,
                includesRationale: !brief
            ).render(page)
        }
    }
}
