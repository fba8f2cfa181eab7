import ArgumentParser
import Synchronization
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
            _ = try Settings.read.get()
            try await perform(console)
            try console.flush()
            BackgroundSync.start(options)
        } catch let error as ExitCode {
            try console.flush()
            // Part of it may have been done.
            BackgroundSync.start(options)
            throw error
        } catch {
            ExitStatus.leave(after: error, console)
        }
    }

    /// The library of this command.
    func open() throws -> Replica {
        let replica = try Replica.open(home: options.home)
        BackgroundSync.opened.withLock { $0 = replica }
        return replica
    }
}
