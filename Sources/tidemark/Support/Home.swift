import Foundation
import TidemarkReplica

/// The library's directory before there is a library in it.
enum Home {
    /// Takes away what an interrupted `init` or `join` left: a database that never became a library.
    static func clear(_ home: String) {
        guard Replica.exists(home: home) else { return }
        do {
            _ = try Replica.open(home: home)
        } catch ReplicaError.notInitialised {
            Replica.discard(home: home)
        } catch {
            // It is a library, or something that only its owner may judge.
        }
    }
}
