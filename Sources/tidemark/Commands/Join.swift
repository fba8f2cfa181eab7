import ArgumentParser
import TidemarkReplica
import TidemarkSync
import TidemarkWire

struct JoinCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "join", abstract: "Bring the library of another device of yours here.",
        discussion: "Takes the link that `tidemark pair` printed there. There must be no library here yet.")

    @Argument(help: "The link, a file that holds it, or \"-\" for standard input.")
    var link: String

    @Option(help: ArgumentHelp("What this device is called. Default: its host name.", valueName: "device"))
    var name: String?

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func perform(_ console: Console) async throws {
        let device = try DeviceName.chosen(name)
        let link: PairingLink
        do {
            link = try PairingLink(Input.secret(self.link))
        } catch WireError.malformed(let why) {
            throw CommandFailure(.usage, why)
        }
        Home.clear(options.home)
        let replica = try Replica.connectNew(home: options.home)
        do {
            try await Connection.client(replica, url: link.relay).join(link, deviceName: device)
        } catch {
            // Nothing of it became a library: the next try begins anew.
            Replica.discard(home: options.home)
            throw error
        }
        console.say("Joined as \"\(device)\"; the other device shows the code \(link.code) as well.")
        try await Connection.sync(Connection.client(replica), console)
    }
}
