import ArgumentParser
import TidemarkInterchange
import TidemarkLibrary
import TidemarkReplica

struct PredictionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predictions", abstract: "What reviewers expected, when it is due, and how it turned out.",
        subcommands: [List.self, Add.self, Resolve.self, Calibrate.self], defaultSubcommand: List.self)

    fileprivate struct Line: Encodable {
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

    struct Add: TidemarkCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Put a prediction into a reviewer's take.")

        @Argument(help: "A tool, or tool/release.")
        var release: String

        @Option(help: ArgumentHelp("Seat of the panel.", valueName: "role"))
        var role: String

        @Option(help: ArgumentHelp("Who says it. Default: the role itself.", valueName: "name"))
        var reviewer: String?

        @Option(parsing: .unconditional, help: ArgumentHelp("What is going to happen.", valueName: "text"))
        var text: String

        @Option(help: ArgumentHelp("The day by which it can be judged.", valueName: "date"))
        var due: Day

        @Option(help: ArgumentHelp("How sure, in percent.", valueName: "n"))
        var probability: Int?

        @OptionGroup(title: "Global options") var options: GlobalOptions

        private struct Report: Encodable {
            let schema = "tidemark.prediction/0"
            let prediction: Line
        }

        func validate() throws {
            guard Role(name: role) != nil else { throw ValidationError("There is no role '\(role)' on the panel.") }
            if let probability, !PredictionRecord.probabilities.contains(probability) {
                throw ValidationError("--probability is a number from 1 to 99: nothing is certain.")
            }
            if text.allSatisfy(\.isWhitespace) { throw ValidationError("--text says what is going to happen.") }
        }

        func perform(_ console: Console) async throws {
            let replica = try open()
            let found = try ReleaseFinder(releases: replica.releases()).find(release)
            guard let role = Role(name: role) else { return }
            let (row, author, today) = (found.row, reviewer ?? role.displayName, replica.today)
            guard found.release.takes.contains(where: { $0.role == role && $0.reviewer == author }) else {
                throw CommandFailure(
                    .notFound,
                    "\(author) has no take as \(role.displayName) on \(found.reference), and predictions stand in takes: write "
                        + "it with `tidemark take`.")
            }
            let prediction = PredictionRecord(text: text, due: due, madeOn: today, probability: probability)
            let entry = PredictionEntry(
                reference: found.reference, role: role, reviewer: author, prediction: prediction)
            if try replica.predictions().contains(where: { $0.entry.name == entry.name && $0.entry.reviewer == author })
            {
                throw CommandFailure(.failed, "There is a prediction \(entry.name): begin the text with other words.")
            }
            try replica.edit(.catalogue, label: "predictions") {
                _ = try $0.put(prediction, of: row, role: role, reviewer: author)
            }
            if console.isJSON { return try console.print(json: Report(prediction: Line(entry, on: today))) }
            try console.print("\(entry.name), due \(due)")
        }
    }

    struct Resolve: TidemarkCommand {
        static let configuration = CommandConfiguration(
            commandName: "resolve", abstract: "Say what came of a prediction.")

        enum Outcome: String, ExpressibleByArgument, CaseIterable {
            case right
            case wrong
            case unclear
            /// Not judged after all.
            case open
        }

        @Argument(help: "The prediction's name as `list` shows it, or the last part of it.")
        var prediction: String

        @Argument(help: "right, wrong, unclear, or open to take a judgement back.")
        var outcome: Outcome

        @Option(help: ArgumentHelp("When it was decided. Default: today.", valueName: "date"))
        var on: Day?

        @OptionGroup(title: "Global options") var options: GlobalOptions

        private struct Report: Encodable {
            let schema = "tidemark.prediction-outcome/0"
            let name: String
            let outcome: String
            let changed: Bool
        }

        func perform(_ console: Console) async throws {
            let replica = try open()
            let all = try replica.predictions()
            let exact = all.filter { $0.entry.name == prediction }
            let fits = exact.isEmpty ? all.filter { $0.entry.prediction.slug.hasPrefix(prediction) } : exact
            guard let (row, entry) = fits.first else {
                throw ReplicaError.notFound(
                    "There is no prediction \"\(prediction)\": `tidemark predictions` lists them.")
            }
            guard fits.count == 1 else {
                throw ReplicaError.ambiguous(
                    "\"\(prediction)\" fits several predictions", candidates: fits.map(\.entry.name))
            }
            let (value, day) = (PredictionRecord.Outcome(rawValue: outcome.rawValue), on ?? replica.today)
            let changed = try replica.edit(.catalogue, label: "predictions") { try $0.resolve(row, value, on: day) }
            if console.isJSON {
                return try console.print(
                    json: Report(name: entry.name, outcome: outcome.rawValue, changed: changed))
            }
            try console.print("\(entry.name): \(outcome.rawValue)")
        }
    }

    struct Calibrate: TidemarkCommand {
        static let configuration = CommandConfiguration(
            commandName: "calibration", abstract: "How each reviewer's predictions turned out.",
            discussion: """
                Unclear ones count for neither side. The Brier score is the mean squared distance between the stated \
                probability and what happened: 0 is perfect, 0.25 is what saying 50% of everything gives.
                """)

        @OptionGroup(title: "Global options") var options: GlobalOptions

        private struct Report: Encodable {
            struct Line: Encodable {
                let reviewer: String
                let count, open, due, right, wrong, unclear: Int
                let hitPercent: Int?
                let lower, upper: Double?
                let brierScore: Double?
                let brierCount: Int
            }

            let schema = "tidemark.calibration/0"
            let reviewers: [Line]
        }

        func perform(_ console: Console) async throws {
            let replica = try open()
            let today = replica.today
            let byReviewer = Dictionary(grouping: try replica.predictions().map(\.entry), by: \.reviewer)
            let rows = byReviewer.sorted { $0.key < $1.key }.map { name, entries in
                (name, Calibration(entries.map(\.prediction), on: today))
            }
            if console.isJSON {
                let lines = rows.map { name, row in
                    Report.Line(
                        reviewer: name, count: row.count, open: row.open, due: row.due, right: row.right,
                        wrong: row.wrong, unclear: row.unclear, hitPercent: row.hitPercent, lower: row.interval?.lower,
                        upper: row.interval?.upper, brierScore: row.brierScore, brierCount: row.brierCount)
                }
                return try console.print(json: Report(reviewers: lines))
            }
            if rows.isEmpty { return console.say("There are no predictions.") }
            var table = TextTable([
                .init("REVIEWER", minimum: 10), .init("JUDGED", minimum: 14, weight: 2), .init("UNCLEAR", minimum: 7),
                .init("OPEN", minimum: 4), .init("DUE", minimum: 3), .init("BRIER", minimum: 6),
            ])
            for (name, row) in rows {
                let brier = row.brierScore.map { "\(($0 * 1000).rounded() / 1000) (n = \(row.brierCount))" } ?? "–"
                table.add([name, row.label, "\(row.unclear)", "\(row.open)", "\(row.due)", brier])
            }
            try table.print(to: console)
        }
    }
}
