import ArgumentParser
import TidemarkReplica

struct StatusCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say what is here, and what the relay has of it.")

    @OptionGroup(title: "Global options") var options: GlobalOptions

    private struct Report: Encodable {
        let schema = "tidemark.status/0"
        let state: String
        let status: ReplicaStatus
    }

    func perform(_ console: Console) async throws {
        let replica = try open()
        let status = try replica.status()
        let state = Self.state(status)
        if console.isJSON { return try console.print(json: Report(state: state, status: status)) }
        try console.print("\(status.device): \(state)")
        try console.print(
            "\(status.bookmarks) bookmarks in \(status.folders) folders, \(status.trashed) in the trash; \(status.tools) tools"
        )
        if status.conflicts > 0 {
            try console.print(
                "\(status.conflicts) with values that lost against concurrent changes: `tidemark show ITEM`")
        }
        for space in status.spaces {
            let last = space.lastSync.map { LocalTime.ago($0, now: replica.environment.now()) } ?? "never"
            try console.print(
                "\(space.kind): \(space.devices) devices, \(space.unsent) changes waiting, last sync \(last)"
                    + (space.relay.map { ", \($0)" } ?? ""))
            for reason in space.parked { try console.print("  set aside: \(reason)") }
            if let problem = space.problem { try console.print("  \(problem)") }
        }
    }

    /// "synced" only where the relay has acknowledged everything that was written here.
    private static func state(_ status: ReplicaStatus) -> String {
        if status.spaces.contains(where: { $0.problem != nil }) { return "refused by the relay" }
        if status.spaces.contains(where: { $0.relay == nil }) { return "no relay" }
        if status.spaces.contains(where: { !$0.parked.isEmpty }) { return "something cannot be read here" }
        let waiting = status.spaces.map(\.unsent).reduce(0, +)
        return status.spaces.allSatisfy(\.isSynced) ? "synced" : "\(waiting) changes waiting"
    }
}
