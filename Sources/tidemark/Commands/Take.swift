import ArgumentParser
import Foundation
import TidemarkLibrary
import TidemarkReplica

struct TakeCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "take", abstract: "Write a reviewer's take on a release, and publish it.",
        discussion: """
            What is not given stays as it is. Score and stance are independent. The take that stood before stays in the \
            history: see `tidemark tools history` and `tidemark compare --as-of`.
            """)

    @Argument(help: "A tool, or tool/release.")
    var release: String

    @Option(help: ArgumentHelp("Seat of the panel: builder, skeptic, futurist, pm or founder.", valueName: "role"))
    var role: String

    @Option(help: ArgumentHelp("Who says it. Default: the role itself.", valueName: "name"))
    var reviewer: String?

    @Option(help: ArgumentHelp("0 to 100.", valueName: "n"))
    var score: Int?

    @Option(help: ArgumentHelp("ship or skip.", valueName: "stance"))
    var stance: String?

    @Option(parsing: .unconditional, help: ArgumentHelp("Why; \"-\" for standard input.", valueName: "text"))
    var text: String?

    @Flag(help: "Take the take back.")
    var withdraw = false

    @OptionGroup(title: "Global options") var options: GlobalOptions

    private struct Report: Encodable {
        let schema = "tidemark.take/0"
        let release: String
        let role: String
        let reviewer: String
        let changed: Bool
        let verdict: String
    }

    func validate() throws {
        guard Role(name: role) != nil else {
            let known = Role.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("There is no role '\(role)' on the panel: it has \(known).")
        }
        if let score, !TakeRecord.scores.contains(score) { throw ValidationError("--score is a number from 0 to 100.") }
        if let stance, Stance(rawValue: stance) == nil { throw ValidationError("--stance is ship or skip.") }
        if let reviewer, Slug.make(reviewer).isEmpty || reviewer.contains(where: \.isNewline) {
            throw ValidationError("--reviewer is a name on one line.")
        }
        let saysNothing = score == nil && stance == nil && text == nil
        if withdraw != saysNothing {
            throw ValidationError("Give --score, --stance or --text, or --withdraw alone.")
        }
    }

    func perform(_ console: Console) async throws {
        let replica = try open()
        let found = try ReleaseFinder(releases: replica.releases()).find(release)
        guard let role = Role(name: role) else { return }
        let (row, author) = (found.row, reviewer ?? role.displayName)
        let change = Edit.TakeChange(
            score: score, stance: stance.flatMap(Stance.init(rawValue:)), rationale: try rationale())
        let changed = try replica.edit(.catalogue, label: "take") { [withdraw] edit in
            if withdraw {
                try edit.withdraw(takeOn: row, role: role, reviewer: author)
                return true
            }
            return try edit.write(takeOn: row, role: role, reviewer: author, change)
        }
        let takes = try replica.releases().first { $0.row == row }?.release.takes ?? []
        let verdict = PanelTally(takes: takes, threshold: try replica.threshold()).verdictLabel
        if console.isJSON {
            return try console.print(
                json: Report(
                    release: found.reference, role: role.rawValue, reviewer: author, changed: changed, verdict: verdict)
            )
        }
        let what = withdraw ? "taken back" : changed ? "published" : "nothing to change"
        try console.print("\(found.reference) \(role.displayName): \(what). Panel: \(verdict)")
    }

    private func rationale() throws -> String? {
        guard let text else { return nil }
        return text == "-" ? try Input.text().trimmingCharacters(in: .whitespacesAndNewlines) : text
    }
}
