import ArgumentParser
import TidemarkInterchange
import TidemarkLibrary
import TidemarkReplica

extension PredictionsCommand {
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
}
