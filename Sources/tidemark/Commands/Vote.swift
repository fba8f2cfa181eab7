import ArgumentParser
import TidemarkLibrary
import TidemarkReplica

struct VoteCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "vote", abstract: "Cast your one vote on a release, or take it back.")

    enum Choice: String, ExpressibleByArgument, CaseIterable {
        case ship
        case skip
        case none
    }

    @Argument(help: "A tool, or tool/release.")
    var release: String

    @Argument(help: "ship, skip or none.")
    var choice: Choice

    @OptionGroup(title: "Global options") var options: GlobalOptions

    private struct Report: Encodable {
        let schema = "tidemark.vote/0"
        let release: String
        let vote: String
    }

    func perform(_ console: Console) async throws {
        let replica = try open()
        let found = try ReleaseFinder(releases: replica.releases()).find(release)
        let (row, stance) = (found.row, Stance(rawValue: choice.rawValue))
        try replica.edit(.catalogue, label: "vote") { try $0.vote(row, stance) }
        if console.isJSON {
            try console.print(json: Report(release: found.reference, vote: choice.rawValue))
        } else {
            try console.print("\(found.reference): \(choice.rawValue)")
        }
    }
}
