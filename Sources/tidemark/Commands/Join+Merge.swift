import Foundation
import TidemarkReplica
import TidemarkSync
import TidemarkWire

extension JoinCommand {
    private struct Report: Encodable {
        let schema = "tidemark.join/0"
        let overlap: LibraryOverlap
        /// The library as it was; nil where it was empty.
        let backup: String?
        let spaces: [SyncReport]
    }

    /// Fetches the other library into a directory of its own, and makes one of both in a single transaction.
    func unite(_ replica: Replica, with link: PairingLink, _ console: Console) async throws {
        let isEmpty = try replica.isEmpty()
        // A link works once: whoever cannot be asked later is told before it is used.
        if !isEmpty, !console.assumesYes, !Terminal.isTerminal(0) {
            throw CommandFailure(
                .usage, "Two libraries are united after a question, and there is nobody to ask: add --yes.")
        }
        let device = try name == nil ? replica.deviceName() : DeviceName.chosen(name)
        let directory = "\(options.home)/\(Replica.scratchPrefix)joining-\(UUID().uuidString.prefix(8))"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let overlap = try await fetch(link, into: directory, as: device, replica, console)
        var backup: String?
        if !isEmpty {
            console.say(
                "Here are \(Plural.of(overlap.here, "bookmark")), there are \(overlap.there); "
                    + "\(overlap.same) are on both sides.")
            if let relay = try replica.status().spaces.compactMap(\.relay).first {
                console.say("It parts from the devices that \(relay) serves now, as `tidemark leave` does.")
            }
            do {
                try Question.confirm(
                    "Unite them to \(Plural.of(overlap.here + overlap.there - overlap.same, "bookmark"))", console)
            } catch {
                console.say(
                    "The other device lists this one as \"\(device)\", which has no keys any more; a new try needs a new link."
                )
                throw error
            }
            let kept = "\(options.home)/\(Replica.keptPrefix)join-\(replica.environment.now())"
            try replica.backup(to: kept)
            backup = kept
        }
        let bar = ProgressBar(console, "Writing", unit: "changes")
        defer { bar.end() }
        let omitted = try replica.become(libraryIn: directory, isOneDeed: true) { bar.show(UInt64($0), of: UInt64($1)) }
        bar.end()
        if omitted > 0 { console.say("\(omitted) votes of other people are left out: only they can cast them.") }
        if let backup { console.say("The library as it was is kept in \(backup).") }
        let spaces = try await Connection.exchange(Connection.client(replica), console)
        if console.isJSON {
            try console.print(json: Report(overlap: overlap, backup: backup, spaces: spaces))
        } else {
            let bookmarks = try replica.status().bookmarks
            try console.print(
                "joined: \(Plural.of(bookmarks, "bookmark")), sent \(spaces.map(\.pushed).reduce(0, +)) batches")
        }
        try console.flush()
        try Connection.check(spaces)
    }

    private func fetch(
        _ link: PairingLink, into directory: String, as device: String, _ replica: Replica, _ console: Console
    ) async throws -> LibraryOverlap {
        let other = try Replica.connectNew(home: directory)
        defer { try? other.close() }
        try await Connection.client(other, url: link.relay).join(link, deviceName: device)
        console.say("Joined as \"\(device)\"; the other device shows the code \(link.code) as well.")
        let reports = try await Connection.exchange(Connection.client(other), console)
        if let refusal = reports.compactMap(\.refusal).first {
            throw CommandFailure(.failed, "\(refusal) Nothing was changed here.")
        }
        return try replica.overlap(with: other)
    }
}
