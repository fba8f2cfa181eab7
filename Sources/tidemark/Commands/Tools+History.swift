import ArgumentParser
import TidemarkInterchange
import TidemarkLibrary
import TidemarkReplica

extension ToolsCommand {
    struct History: TidemarkCommand {
        static let configuration = CommandConfiguration(
            commandName: "history", abstract: "Tell what was published of a tool: takes, prices, verdicts, votes.")

        @Argument(help: "A tool, or tool/release.")
        var tool: String

        @Option(help: ArgumentHelp("Only what came since: 7d, 4w, or a day.", valueName: "period"))
        var since: Period?

        @OptionGroup(title: "Global options") var options: GlobalOptions

        private struct Report: Encodable {
            let schema = "tidemark.tool-history/0"
            let tool: String
            let events: [TimelineEventJSON]
        }

        func perform(_ console: Console) async throws {
            let replica = try open()
            let found = try ReleaseFinder(releases: replica.releases()).find(tool)
            let now = replica.environment.now()
            var events = try replica.catalogueHistory().events(
                after: since?.start(now: now) ?? .min, through: now, tool: found.tool.slug)
            if tool.contains("/") { events = events.filter { $0.reference == found.reference } }
            if console.isJSON {
                return try console.print(
                    json: Report(tool: found.tool.slug, events: events.map(TimelineEventJSON.init)))
            }
            if events.isEmpty { return console.say("Nothing was published in that time.") }
            guard Terminal.isTerminal(1) else {
                for event in events {
                    let fields = [Moment.text(event.at), event.reference, event.kind.rawValue, event.title]
                    try console.print(fields.map(CellText.line).joined(separator: "\t"))
                }
                return
            }
            var day: Day?
            for event in events {
                if day != Day(containing: event.at) {
                    day = Day(containing: event.at)
                    try console.print(console.bold("\(Day(containing: event.at))"))
                }
                let lines = CellText.wrapped("\(event.releaseName): \(event.title)", width: Terminal.width - 4)
                for (index, line) in lines.enumerated() { try console.print((index == 0 ? "  " : "    ") + line) }
            }
        }
    }

    struct Why: TidemarkCommand {
        static let configuration = CommandConfiguration(
            commandName: "why", abstract: "Explain a release's badge and every other derived value from its inputs.")

        @Argument(help: "A tool, or tool/release.")
        var release: String

        @Argument(
            help: ArgumentHelp(
                "Which value: \(Explanation.Value.allCases.map(\.rawValue).joined(separator: ", ")). Default: all.",
                valueName: "value"))
        var value: String?

        @Option(help: ArgumentHelp("As it stood at the end of that day.", valueName: "date"))
        var asOf: Day?

        @OptionGroup(title: "Global options") var options: GlobalOptions

        private struct Report: Encodable {
            let schema = "tidemark.why-release/0"
            let release: String
            let values: [ComparisonJSON.Why]
        }

        func validate() throws {
            if let value, Explanation.Value(rawValue: value) == nil {
                let known = Explanation.Value.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("There is no value '\(value)': choose one of \(known).")
            }
        }

        func perform(_ console: Console) async throws {
            let replica = try open()
            let (releases, threshold) = try replica.catalogue(asOf: asOf)
            let found = try ReleaseFinder(releases: releases).find(release, asOf: asOf)
            let wanted = value.flatMap(Explanation.Value.init(rawValue:)).map { [$0] } ?? Explanation.Value.allCases
            let explanations = wanted.map { Explanation($0, of: found.column, threshold: threshold) }
            if console.isJSON {
                return try console.print(
                    json: Report(release: found.reference, values: explanations.map(ComparisonJSON.Why.init)))
            }
            let width = Terminal.isTerminal(1) ? max(Terminal.width - 2, 20) : Int.max
            for (index, explanation) in explanations.enumerated() {
                if index > 0 { try console.print("") }
                try console.print(console.bold("\(explanation.value.displayName): \(CellText.line(explanation.shown))"))
                for line in explanation.reasons.flatMap({ CellText.wrapped($0, width: width) }) {
                    try console.print("  " + line)
                }
            }
        }
    }
}
