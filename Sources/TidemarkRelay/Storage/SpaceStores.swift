import Foundation
import Synchronization
import TidemarkCore
import TidemarkWire

/// The spaces' files, of which a bounded number is open: the least recently used one is let go, and closes when the last
/// request that uses it is done.
final class SpaceStores: Sendable {
    private struct State {
        var stores: [SpaceID: (store: SpaceStore, used: UInt64)] = [:]
        var uses: UInt64 = 0
    }

    private let directory: URL
    private let settings: RelaySettings
    /// Also held while a file is opened or made, so that no space is made twice.
    private let state = Mutex(State())

    init(directory: DataDirectory, settings: RelaySettings) {
        self.directory = directory.spacesURL
        self.settings = settings
    }

    /// Nil for a space that is not registered here.
    func existing(_ space: SpaceID) throws -> SpaceStore? {
        try state.withLock { state in try Self.existing(space, state: &state, url: url(space), settings: settings) }
    }

    /// The space's store, made with `log` if there was none.
    func make(_ log: MembershipLog, epoch: [UInt8], now: Int64) throws -> SpaceStore {
        try state.withLock { state in
            if let store = try Self.existing(log.space, state: &state, url: url(log.space), settings: settings) {
                return store
            }
            let store = try SpaceStore.create(log, at: url(log.space), epoch: epoch, settings: settings, now: now)
            Self.keep(store, state: &state, limit: settings.openSpaces)
            return store
        }
    }

    var openCount: Int { state.withLock { $0.stores.count } }

    /// Lets go of all files; each closes when its last request is done.
    func closeAll() { state.withLock { $0.stores = [:] } }

    private static func existing(
        _ space: SpaceID, state: inout State, url: URL, settings: RelaySettings
    ) throws -> SpaceStore? {
        if let open = state.stores[space]?.store {
            keep(open, state: &state, limit: settings.openSpaces)
            return open
        }
        guard let store = try SpaceStore.open(space, at: url, settings: settings) else { return nil }
        keep(store, state: &state, limit: settings.openSpaces)
        return store
    }

    private static func keep(_ store: SpaceStore, state: inout State, limit: Int) {
        state.uses += 1
        state.stores[store.space] = (store, state.uses)
        // Linear in the number of open files, and only where one too many is open.
        if state.stores.count > limit, let oldest = state.stores.min(by: { $0.value.used < $1.value.used }) {
            state.stores[oldest.key] = nil
        }
    }

    private func url(_ space: SpaceID) -> URL { directory.appending(path: "\(space).sqlite") }
}
