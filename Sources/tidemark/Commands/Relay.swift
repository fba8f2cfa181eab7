import ArgumentParser
import Foundation
import TidemarkReplica
import TidemarkSync

struct RelayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "relay", abstract: "Choose the relay that carries this library.", subcommands: [Add.self])

    struct Add: TidemarkCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Let a relay carry this library, and sync.",
            discussion: "The invite may also stand in the file that TIDEMARK_INVITE_FILE names.")

        @Argument(help: "The relay's address, https://relay.example")
        var url: String

        @Option(help: ArgumentHelp("The host's invite: the code, a file that holds it, or \"-\".", valueName: "code"))
        var invite: String?

        @OptionGroup(title: "Global options") var options: GlobalOptions

        func perform(_ console: Console) async throws {
            let replica = try open()
            let address = url.hasSuffix("/") ? String(url.dropLast()) : url
            let client = try Connection.client(replica, url: address)
            let file = ProcessInfo.processInfo.environment["TIDEMARK_INVITE_FILE"]
            let code = try invite.map { try Input.secret($0) } ?? file.map { try Input.secret(inFile: $0) }
            // Only a relay that has taken the library is remembered.
            try await client.register(invite: code)
            try replica.setRelay(address)
            console.say("\(address) carries this library now.")
            try await Connection.sync(client, console)
        }
    }
}
