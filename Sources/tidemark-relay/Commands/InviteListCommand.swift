import ArgumentParser
import Foundation
import TidemarkRelay

struct InviteListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the invites: id, state, when made, note. Codes are not kept.")

    private struct List: Encodable {
        let version = 1
        let invites: [Invite]
    }

    @OptionGroup var data: DataOptions

    @Flag(help: "Print a JSON object.")
    var json = false

    func run() async throws {
        let invites = try data.store().invites(now: SystemClock.now())
        if json { return try Output.json(List(invites: invites)) }
        for invite in invites {
            let made = Date(timeIntervalSince1970: Double(invite.created) / 1000).formatted(.iso8601)
            print([invite.id, invite.state.rawValue, made, invite.note].joined(separator: "\t"))
        }
    }
}
