import ArgumentParser
import TidemarkInterchange
import TidemarkLibrary
import TidemarkReplica

extension PredictionsCommand {
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
}
