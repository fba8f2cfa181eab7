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

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func perform(_ console: Console) async throws { try CheckReport(open().verify()).print(to: console) }
}
