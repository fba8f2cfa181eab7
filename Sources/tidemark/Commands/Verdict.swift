import ArgumentParser
import Foundation
import TidemarkInterchange
import TidemarkLibrary
import TidemarkReplica

struct VerdictCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verdict",
        abstract: "Keep your own verdict on a release or on a comparison. It stays on your devices.",
        discussion: """
            `tidemark verdict cursor ship --note TEXT` is short for `tidemark verdict set ...`. With several releases it is \
            the verdict on their comparison, in whatever order: --choose says which one you take.
            """, subcommands: [Set.self, List.self, Export.self], defaultSubcommand: Set.self)

    struct Set: TidemarkCommand {
        static let configuration = CommandConfiguration(
            commandName: "set", abstract: "Write your verdict; without anything to write, show it.")

        @Argument(help: "Tools or releases; last, if you like, ship, skip or none.")
        var arguments: [String]

        @Option(help: ArgumentHelp("Of several releases, the one that you choose, or \"none\".", valueName: "release"))
        var choose: String?

        @Option(
            parsing: .unconditional,
            help: ArgumentHelp("Why; \"-\" for standard input. An empty text takes it away.", valueName: "text"))
        var note: String?

        @Option(help: ArgumentHelp("When to look again, or \"never\".", valueName: "date"))
        var revisit: String?

        @OptionGroup(title: "Global options") var options: GlobalOptions

        private struct Report: Encodable {
            let schema = "tidemark.verdict/0"
            let changed: Bool
            let verdict: OwnVerdictJSON
        }

        private static let stances = ["ship", "skip", "none"]

        /// What is said of the releases, if the last argument says something.
        private var stanceWord: String? { arguments.last.flatMap { Self.stances.contains($0) ? $0 : nil } }

        func validate() throws {
            let names = arguments.count - (stanceWord == nil ? 0 : 1)
            if names == 0 { throw ValidationError("Name a release.") }
            if names > Comparison.allowedColumns.upperBound {
                throw ValidationError("A comparison has at most \(Comparison.allowedColumns.upperBound) releases.")
            }
            if names > 1, stanceWord == "ship" || stanceWord == "skip" {
                throw ValidationError("Of several releases you choose one: --choose RELEASE, or --choose none.")
            }
            if names == 1, choose != nil { throw ValidationError("--choose needs several releases to choose from.") }
            if let revisit, revisit != "never", Day(revisit) == nil {
                throw ValidationError("--revisit is a day such as 2027-05-31, or never.")
            }
        }

        func perform(_ console: Console) async throws {
            let replica = try open()
            let finder = ReleaseFinder(releases: try replica.releases())
            let found = try arguments.dropLast(stanceWord == nil ? 0 : 1).map { try finder.find($0) }
            let rows = found.map { ($0.row, $0.reference) }
            guard Swift.Set(rows.map(\.0)).count == rows.count else {
                throw CommandFailure(.usage, "A release is named twice: name each once.")
            }
            let change = try change(found, finder)
            let today = replica.today
            var changed = false
            if change.stance != nil || change.chosen != nil || change.note != nil || change.revisit != nil {
                changed = try replica.edit(.shelf, label: "verdict") { try $0.decide(rows, change, on: today) }
            }
            let key = OwnVerdict.key(of: rows.map(\.0))
            let record =
                try replica.ownVerdicts().first { $0.key == key }?.record
                ?? OwnVerdictRecord(references: rows.map(\.1))
            if console.isJSON {
                return try console.print(json: Report(changed: changed, verdict: OwnVerdictJSON(record)))
            }
            try VerdictCommand.print(record, on: today, console)
        }

        private func change(_ found: [CatalogueRelease], _ finder: ReleaseFinder) throws -> Edit.OwnVerdictChange {
            var change = Edit.OwnVerdictChange()
            if let word = stanceWord {
                change.stance = .some(Stance(rawValue: word))
                if found.count > 1 { change.chosen = .some(nil) }
            }
            if let choose {
                if choose == "none" {
                    change.chosen = .some(nil)
                } else {
                    let chosen = try finder.find(choose)
                    guard found.contains(where: { $0.row == chosen.row }) else {
                        throw CommandFailure(.usage, "\(chosen.reference) is not among the releases that you compare.")
                    }
                    change.chosen = .some(chosen.reference)
                }
            }
            if let note {
                change.note = note == "-" ? try Input.text().trimmingCharacters(in: .whitespacesAndNewlines) : note
            }
            if let revisit { change.revisit = .some(Day(revisit)) }
            return change
        }
    }

    struct List: TidemarkCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List your verdicts, those to look at again first.",
            discussion: "In a pipe each is one line: releases, verdict, day to look again and note, between tabs.")

        @Flag(help: "Only those whose day has come.")
        var due = false

        @OptionGroup(title: "Global options") var options: GlobalOptions

        private struct Report: Encodable {
            let schema = "tidemark.verdicts/0"
            let verdicts: [OwnVerdictJSON]
        }

        func perform(_ console: Console) async throws {
            let replica = try open()
            let today = replica.today
            let records = try replica.ownVerdicts().map(\.record).filter { !due || $0.isDue(on: today) }
            if console.isJSON { return try console.print(json: Report(verdicts: records.map(OwnVerdictJSON.init))) }
            if records.isEmpty {
                return console.say(
                    due
                        ? "There is nothing to look at again."
                        : "You have no verdicts: `tidemark verdict RELEASE ship`.")
            }
            for record in records {
                if Terminal.isTerminal(1) {
                    try VerdictCommand.print(record, on: today, console)
                } else {
                    let fields = [
                        record.references.joined(separator: ","), record.label, record.revisit?.description ?? "",
                        record.note,
                    ]
                    try console.print(fields.map(CellText.line).joined(separator: "\t"))
                }
            }
        }
    }

    struct Export: TidemarkCommand {
        static let configuration = CommandConfiguration(
            commandName: "export",
            abstract: "Write your verdict on one or several releases as a decision record (MADR).")

        @Argument(help: ArgumentHelp("Tools or releases.", valueName: "release"))
        var releases: [String]

        @Option(help: ArgumentHelp("Add weights of the panel, by name or as they are.", valueName: "weights"))
        var weights: String?

        @Option(help: ArgumentHelp("The record's title.", valueName: "text"))
        var title: String?

        @Option(name: .shortAndLong, help: ArgumentHelp("Into this file instead of stdout.", valueName: "file"))
        var output: String?

        @OptionGroup(title: "Global options") var options: GlobalOptions

        private struct Report: Encodable {
            let schema = "tidemark.decision/0"
            let format = "madr"
            let text: String
        }

        func perform(_ console: Console) async throws {
            let replica = try open()
            let text = try record(replica)
            if console.isJSON, output == nil { return try console.print(json: Report(text: text)) }
            try OutputFile.write(text, to: output, console)
        }

        private func record(_ replica: Replica) throws -> String {
            let finder = ReleaseFinder(releases: try replica.releases())
            let found = try releases.map { try finder.find($0) }
            let inputs = found.map(\.column)
            let key = OwnVerdict.key(of: found.map(\.row))
            guard let verdict = try replica.ownVerdicts().first(where: { $0.key == key })?.record else {
                throw CommandFailure(
                    .notFound,
                    "You have no verdict on \(found.map(\.reference).joined(separator: ", ")): "
                        + "write one with `tidemark verdict`.")
            }
            let threshold = try replica.threshold()
            let columns = inputs.map { ComparisonColumn($0, threshold: threshold) }
            let weighed = try weights.map { text in
                Weighing(
                    try Comparison(inputs, threshold: threshold),
                    weights: try WeightsArgument.find(text, in: replica).weights)
            }
            let names = columns.map(\.releaseName)
            return DecisionRecord.render(
                title: title
                    ?? (names.count == 1 ? "Use of \(names[0])" : "Choice of \(names.joined(separator: " or "))"),
                columns: columns, scorecard: Role.allCases.compactMap { ScorecardRow($0, inputs: inputs) },
                verdict: verdict, weighing: weighed)
        }
    }

    fileprivate static func print(_ record: OwnVerdictRecord, on today: Day, _ console: Console) throws {
        var line = "\(record.references.joined(separator: " vs ")): \(record.label)"
        if let day = record.revisit {
            line += record.isDue(on: today) ? ", to look at again since \(day)" : ", to look at again on \(day)"
        }
        try console.print(CellText.line(line))
        for text in record.note.split(separator: "\n") { try console.print("  " + CellText.line(String(text))) }
    }
}
