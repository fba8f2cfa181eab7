import ArgumentParser
import TidemarkReplica

/// A command with the global options, whose failures become exit codes in one place.
protocol TidemarkCommand: AsyncParsableCommand {
    var options: GlobalOptions { get }

    func perform(_ console: Console) async throws
}

extension TidemarkCommand {
    mutating func run() async throws {
        let console = Console(options)
        do {
            try await perform(console)
            try console.flush()
        } catch let error as ExitCode {
            try console.flush()
            throw error
        } catch {
            ExitStatus.leave(after: error, console)
        }
    }

    /// The library of this command.
    func open() throws -> Replica { try Replica.open(home: options.home) }
}
