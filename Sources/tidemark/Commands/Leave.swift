import ArgumentParser
import Foundation
import TidemarkReplica
import TidemarkWire

struct LeaveCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "leave",
        abstract: "Part from your other devices, with all that is here.",
        discussion: """
            The library on this device becomes one of its own, with new keys, its history included: nothing goes to the others or \
            comes from them any more. They keep what they have, and go on listing this device. Prints the new recovery phrase on \
            stdout, once. To come back, join again with --merge.
            """)

    @OptionGroup(title: "Global options") var options: GlobalOptions

    private struct Report: Encodable {
        let schema = "tidemark.leave/0"
        let phrase: String
        /// Changes that the others will never get.
        let unsent: UInt64
    }

    func perform(_ console: Console) async throws {
        let replica = try open()
        let status = try replica.status()
        guard let relay = status.spaces.compactMap(\.relay).first else {
            throw CommandFailure(.failed, "No relay carries this library: it is on this device alone already.")
        }
        if status.unsent > 0 {
            let changes = status.unsent == 1 ? "1 change was" : "\(ProgressBar.grouped(status.unsent)) changes were"
            console.say("\(changes) never sent: the others will not get them. `tidemark sync` would send them.")
        }
        try Question.confirm("Part from \(relay) and the devices that it serves", console)
        let directory = "\(options.home)/\(Replica.scratchPrefix)leaving-\(UUID().uuidString.prefix(8))"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let (own, phrase) = try Replica.create(home: directory, deviceName: replica.deviceName())
        try own.close()
        let bar = ProgressBar(console, "Writing", unit: "changes")
        defer { bar.end() }
        let omitted = try replica.become(libraryIn: directory, isOneDeed: false) {
            bar.show(UInt64($0), of: UInt64($1))
        }
        bar.end()
        if omitted > 0 { console.say("\(omitted) votes of other people are left out.") }
        if console.isJSON { return try console.print(json: Report(phrase: "\(phrase)", unsent: status.unsent)) }
        console.say("This library is one of its own now, with all that was in it.")
        try phrase.show(on: console)
    }
}
