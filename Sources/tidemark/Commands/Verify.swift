import ArgumentParser
import TidemarkReplica

struct VerifyCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check the whole library, down to every signature.",
        discussion: """
            Looks at the database file, the search index, the hash, signature and chain of every batch, and makes all tables anew \
            in a copy to compare them. Changes nothing, and exits with 7 where something is damaged: a backup or another device \
            has it whole. `tidemark doctor` is quicker and looks at less.
            """)

    @Option(
        help: ArgumentHelp(
            "Another library, or a backup, of the same spaces: find the rows in which the two differ although they hold the same changes.",
            valueName: "dir"))
    var against: String?

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func perform(_ console: Console) async throws {
        guard let against else { return try CheckReport(open().verify()).print(to: console) }
        let (replica, other) = (try open(), try Replica.open(home: against))
        try LibraryComparison(replica, other).print(to: console)
    }
}
