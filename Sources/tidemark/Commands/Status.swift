import ArgumentParser
import TidemarkReplica

struct StatusCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say what is here, and what the relay has of it.",
        discussion: """
            The state is one of: opening, empty, receiving, locked, offline, client-too-old, refused, damaged, local (no relay \
            is set), waiting (changes go out with the next sync), parked (something cannot be read here), synced (the relay has \
            acknowledged everything).
            """)

    @OptionGroup(title: "Global options") var options: GlobalOptions

    /// Seconds: whoever asks how it is does not want to wait until it is over.
    private static let patience = 1.0

    private struct Report: Encodable {
        let schema = "tidemark.status/0"
        let state: ReplicaState
        /// The state in words, and what to do.
        let message: String
        let status: ReplicaStatus?
    }

    func perform(_ console: Console) async throws {
        let replica: Replica
        let status: ReplicaStatus
        do {
            replica = try Replica.open(home: options.home, patience: Self.patience)
            status = try replica.status()
        } catch let error as ReplicaError {
            try showUnopened(error, console)
            throw error
        }
        let message = Self.message(status)
        if console.isJSON {
            return try console.print(json: Report(state: status.state, message: message, status: status))
        }
        try console.print("\(status.device): \(message)")
        try console.print(
            "\(status.bookmarks) bookmarks in \(status.folders) folders, \(status.trashed) in the trash; \(status.tools) tools"
        )
        if status.conflicts > 0 {
            try console.print(
                "\(status.conflicts) with values that lost against concurrent changes: `tidemark show ITEM`")
        }
        if status.onHold > 0 {
            try console.print(
                "\(status.onHold) that another device removed are held until you decide: `tidemark held`")
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

    /// A library that does not open has a state all the same; the error follows on stderr, with its exit code.
    private func showUnopened(_ error: ReplicaError, _ console: Console) throws {
        let state: ReplicaState
        switch error {
        case .damaged: state = .damaged
        case .tooNew: state = .clientTooOld
        case .busy: state = .opening
        case .keys: state = .locked
        default: return
        }
        if console.isJSON {
            try console.print(json: Report(state: state, message: error.description, status: nil))
        } else {
            try console.print(state.rawValue)
        }
    }

    static func message(_ status: ReplicaStatus) -> String {
        let unsent = ProgressBar.grouped(status.unsent)
        let waiting = status.unsent == 1 ? "1 change waiting" : "\(unsent) changes waiting"
        let why = status.failure.map { " \($0.message)" } ?? ""
        switch status.state {
        case .opening: return "opening"
        case .empty:
            return "empty. Begin with `tidemark add URL`, or with `tidemark import FILE`: what a browser exported."
        case .receiving:
            let total = status.held + status.missing
            return status.missing == 0
                ? "receiving for the first time: `tidemark sync` goes on.\(why)"
                : "receiving \(ProgressBar.grouped(status.held)) of \(ProgressBar.grouped(total)) changes: "
                    + "`tidemark sync` goes on.\(why)"
        case .filtered: return "no bookmark fits"
        case .locked: return "locked: a key is missing or wrong.\(why)"
        case .offline: return "offline, \(waiting).\(why)"
        case .clientTooOld: return "this version is too old for the relay.\(why)"
        case .refused:
            let problem = status.spaces.compactMap(\.problem).first.map { " \($0)" } ?? ""
            let relay = status.spaces.compactMap(\.relay).first ?? "the relay"
            return "refused by \(relay), \(waiting).\(why)\(problem)"
        case .damaged: return "damaged.\(why)"
        case .local: return "on this device only: `tidemark relay add URL` lets a relay carry it to others"
        case .waiting: return waiting + (why.isEmpty ? "" : ".\(why)")
        case .parked: return "\(waiting), and something cannot be read here: see `tidemark doctor`"
        case .synced: return "synced"
        }
    }
}
