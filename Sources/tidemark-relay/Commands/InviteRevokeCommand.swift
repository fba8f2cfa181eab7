import ArgumentParser
import TidemarkRelay

struct InviteRevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Make an unused invite worthless. Spaces that it registered stay.")

    @Argument(help: "The invite's id as `invite list` shows it, or its code.")
    var invite: String

    @OptionGroup var data: DataOptions

    func run() async throws {
        guard try data.store().revokeInvite(invite, now: SystemClock.now()) else {
            throw CommandFailure(
                status: .notFound, message: "there is no such unused invite; `tidemark-relay invite list` shows them")
        }
    }
}
