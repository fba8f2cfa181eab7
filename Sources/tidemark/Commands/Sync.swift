import ArgumentParser

struct SyncCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync", abstract: "Exchange changes with the relay.",
        discussion: "Exits with 4 where the relay cannot be reached: everything is saved here and goes out next time.")

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func perform(_ console: Console) async throws {
        try await Connection.sync(Connection.client(open()), console)
    }
}
