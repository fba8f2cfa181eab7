import Foundation
import Synchronization
import TidemarkReplica

/// Syncs in the background after a change, where a relay is set: by a process of its own, at most one for each library.
enum BackgroundSync {
    private static let lockName = "sync.lock"

    /// The library that this command has opened.
    static let opened = Mutex<Replica?>(nil)

    static func lockPath(_ home: String) -> String { home + "/" + lockName }

    static func isOn(_ options: GlobalOptions) -> Bool {
        if options.noSync { return false }
        let environment = ProcessInfo.processInfo.environment["TIDEMARK_AUTOSYNC"] ?? ""
        let setting = environment.isEmpty ? Settings.current?[.autosync] : environment
        return setting != "off"
    }

    /// Called after a command: starts a sync if the command has changed something that a relay should get, unless one is about
    /// to begin anyway.
    static func start(_ options: GlobalOptions) {
        guard let replica = opened.withLock({ $0 }), replica.hasEdited, isOn(options), let home = replica.home,
            // The edit is done and safe: whatever fails from here on only means that it goes out later.
            let unsent = try? replica.unsentSpaces(), !unsent.isEmpty, isFree(home)
        else { return }
        BackgroundProcess.start(["autosync", "--home", home])
    }

    private static func isFree(_ home: String) -> Bool {
        let lock = LockFile(lockPath(home))
        return lock != nil
    }
}
