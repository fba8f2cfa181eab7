import ArgumentParser
import TidemarkReplica
import TidemarkSync
import TidemarkWire

struct JoinCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "join", abstract: "Bring the library of another device of yours here.",
        discussion: """
            Takes the link that `tidemark pair` printed there. With --merge a library that is here already is united with it, \
            after a question: bookmarks of one address become one with the tags and folders of both, notes are merged, and of \
            two titles the newer one shows and the other is kept. That is one action, and one more for the catalogue where it \
            holds something, which `tidemark undo` takes back; the library as it was is kept as a backup in its directory.
            """)

    @Argument(help: "The link, a file that holds it, or \"-\" for standard input.")
    var link: String

    @Option(help: ArgumentHelp("What this device is called. Default: its host name.", valueName: "device"))
    var name: String?

    @Flag(help: "Unite it with the library that is here.")
    var merge = false

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func perform(_ console: Console) async throws {
        let link: PairingLink
        do {
            link = try PairingLink(Input.secret(self.link))
        } catch WireError.malformed(let why) {
            throw CommandFailure(.usage, why)
        }
        Home.clear(options.home)
        guard !Replica.exists(home: options.home) else {
            let replica = try open()
            // What was made and never used is in nobody's way.
            guard try merge || replica.isEmpty() else {
                throw CommandFailure(
                    .failed,
                    "There is a Tidemark library in \(options.home) already: --merge unites the two, or use another "
                        + "--home.")
            }
            return try await unite(replica, with: link, console)
        }
        let device = try DeviceName.chosen(name)
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
