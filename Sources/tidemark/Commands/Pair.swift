import ArgumentParser
import TidemarkReplica
import TidemarkSync
import TidemarkWire

struct PairCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "pair", abstract: "Print a link with which one more device of yours can join.",
        discussion: "The link works once and for two minutes. Whoever has it can join: send it to nobody else.")

    @OptionGroup(title: "Global options") var options: GlobalOptions

    private struct Report: Encodable {
        let schema = "tidemark.pair/0"
        let link: String
        let code: String
    }

    func perform(_ console: Console) async throws {
        let replica = try open()
        let client = try Connection.client(replica)
        guard let relay = try replica.status().spaces.compactMap(\.relay).first else { return }
        let link = try await client.pair(relay: relay)
        if console.isJSON { return try console.print(json: Report(link: "\(link)", code: link.code)) }
        console.say(
            "On the other device, within two minutes: tidemark join LINK. It shows the code \(link.code) as well.")
        try console.print("\(link)")
    }
}
