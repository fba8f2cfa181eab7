import ArgumentParser
import Foundation

@main
struct TidemarkRelayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tidemark-relay",
        abstract: "Stores and forwards what Tidemark's devices send each other, without being able to read it.",
        discussion: """
            Start it with `tidemark-relay serve`. It needs no configuration: data goes to one directory, and the first start \
            prints a one-time invite for `tidemark relay add URL --invite CODE`. Put a reverse proxy with TLS in front of it.

            Settings come from the command line, else from the environment (TIDEMARK_RELAY_DATA, _LISTEN, _PUBLIC_URL, _OPEN, \
            _REQUIRE_EXISTING). stdout is data, stderr is talk.

            Exit codes: 0 ok, 1 failed, 3 not found, 5 not allowed, 7 damaged or missing data, 64 wrong usage, 130 interrupted.
            """,
        version: RelayVersion.text,
        subcommands: [ServeCommand.self, InviteCommand.self, HealthcheckCommand.self])

    /// Our own entry point, for our own exit codes.
    static func main() async {
        // The data directory holds the relay's secret: nobody else's to read, whoever made the directory.
        umask(0o077)
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            ExitStatus.leave(after: error)
        }
    }
}
