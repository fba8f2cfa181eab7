import ArgumentParser
import Foundation
import TidemarkReplica
import TidemarkSync

/// What `BackgroundSync` starts. Not for people.
struct AutosyncCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "autosync", abstract: "Sync once in the background.", shouldDisplay: false)

    /// Quiet for so long, a burst of edits is over ...
    private static let quiet = Duration.milliseconds(300)
    /// ... but a burst without end is not waited for.
    private static let patience = Duration.seconds(3)
    private static let interval = Duration.milliseconds(50)
    /// Edits may go on while it syncs; somebody who edits without a pause starts the next one soon enough.
    private static let maximumTurns = 8

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func perform(_ console: Console) async throws {
        let replica = try open()
        for _ in 0..<Self.maximumTurns {
            guard try await syncOnce(replica) else { return }
            // An edit that came after the last look and found the lock taken relies on this one.
            if try replica.unsentSpaces().isEmpty { return }
        }
    }

    /// - Returns: whether another turn may help.
    private func syncOnce(_ replica: Replica) async throws -> Bool {
        guard let lock = LockFile(BackgroundSync.lockPath(options.home)) else { return false }
        defer { withExtendedLifetime(lock) {} }
        try await settle(replica)
        // A failure is noted in the library, for `status`.
        return try await Connection.client(replica).syncAll().allSatisfy { $0.refusal == nil }
    }

    private func settle(_ replica: Replica) async throws {
        guard let monitor = try replica.monitor() else { return }
        let start = ContinuousClock.now
        var last = start
        while ContinuousClock.now - last < Self.quiet, ContinuousClock.now - start < Self.patience {
            try await Task.sleep(for: Self.interval)
            if try monitor.hasChanged() { last = .now }
        }
    }
}
