import ArgumentParser
import TidemarkInterchange
import TidemarkLibrary
import TidemarkReplica

struct PredictionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predictions", abstract: "What reviewers expected, when it is due, and how it turned out.",
        subcommands: [List.self, Add.self, Resolve.self, Calibrate.self], defaultSubcommand: List.self)

    struct Line: Encodable {
        let name, release, role, reviewer: String
        let isDue: Bool
        let prediction: PredictionJSON

        init(_ entry: PredictionEntry, on today: Day) {
            name = entry.name
            release = entry.reference
            role = entry.role.rawValue
            reviewer = entry.reviewer
            isDue = entry.prediction.isDue(on: today)
            prediction = PredictionJSON(entry.prediction)
        }
    }

    struct List: TidemarkCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List predictions by the day on which they are due.",
            discussion:
                "In a pipe each is one line: due day, state, name, reviewer, probability and text, between tabs.")

        @Flag(help: "Only open ones whose day is over.")
        var due = false

        @Option(help: ArgumentHelp("Only this reviewer's.", valueName: "name"))
        var reviewer: String?

        @OptionGroup(title: "Global options") var options: GlobalOptions

        private struct Report: Encodable {
            let schema = "tidemark.predictions/0"
            let predictions: [Line]
        }

        func perform(_ console: Console) async throws {
            let replica = try open()
            let today = replica.today
            let entries = try replica.predictions().map(\.entry).filter { entry in
                (!due || entry.prediction.isDue(on: today))
                    && (reviewer.map { Slug.make($0) == Slug.make(entry.reviewer) } ?? true)
            }
            if console.isJSON {
                return try console.print(json: Report(predictions: entries.map { Line($0, on: today) }))
            }
            if entries.isEmpty {
                return console.say(due ? "No prediction waits for a judgement." : "There are no predictions.")
            }
            guard Terminal.isTerminal(1) else {
                for entry in entries { try console.print(Self.fields(entry, today).joined(separator: "\t")) }
                return
            }
            for entry in entries { try print(entry, today, console) }
        }

        private static func state(_ prediction: PredictionRecord, _ today: Day) -> String {
            prediction.outcome?.rawValue ?? (prediction.isDue(on: today) ? "due" : "open")
        }

        private static func fields(_ entry: PredictionEntry, _ today: Day) -> [String] {
            let prediction = entry.prediction
            return [
                prediction.due.description, state(prediction, today), entry.name, entry.reviewer,
                prediction.probability.map { "\($0)%" } ?? "", prediction.text,
            ].map(CellText.line)
        }

        private func print(_ entry: PredictionEntry, _ today: Day, _ console: Console) throws {
            let prediction = entry.prediction
            let state = Self.state(prediction, today)
            let colours = ["right": "32", "wrong": "31", "due": "33"]
            let author = entry.reviewer == entry.role.displayName ? "" : " by \(CellText.line(entry.reviewer))"
            let shown = CellText.fitted(state, to: "unclear".count)
            try console.print(
                "\(prediction.due)  \(colours[state].map { console.styled(shown, $0) } ?? shown)  \(entry.name)\(author)"
            )
            let sure = prediction.probability.map { " (\($0)%)" } ?? ""
            for line in CellText.wrapped(CellText.line(prediction.text) + sure, width: max(Terminal.width - 4, 20)) {
                try console.print("    " + line)
            }
        }
    }
}
