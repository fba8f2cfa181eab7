import ArgumentParser
import Foundation
import TidemarkRelay

struct InviteCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Print a new invite code. It lets one person register their spaces, once; it is not shown again.")

    /// A month: long enough for an invite in a letter, short enough that lost ones close by themselves.
    private static let standardDays = 30

    private struct Created: Encodable {
        let version = 1
        let code: String
        let expires: Int64?
    }

    @OptionGroup var data: DataOptions

    @Option(help: "Days until it expires; 0 for never.")
    var days = Self.standardDays

    @Option(help: "Whom it is for, as shown by `invite list`.")
    var note = ""

    @Flag(help: "Print a JSON object.")
    var json = false

    func validate() throws {
        guard (0...36_500).contains(days) else { throw ValidationError("--days is 0 to 36500.") }
        guard note.count <= 200 else { throw ValidationError("--note has at most 200 characters.") }
    }

    func run() async throws {
        let code = InviteCode(random: SystemRandom.bytes(InviteCode.byteCount))
        let now = SystemClock.now()
        let expires = days == 0 ? nil : now + Int64(days) * 86_400_000
        try data.store().addInvite(code, note: note, expires: expires, now: now)
        if json {
            try Output.json(Created(code: code.description, expires: expires))
        } else {
            print(code)
        }
    }
}
