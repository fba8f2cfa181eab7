/// One thing that happens. Everything that it chooses comes from its own seed, so that the others can be left out without
/// changing what it does more than need be.
package struct Step: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        // People
        case edit
        case undo
        case importFile
        case bulk
        case unite
        case removeMuch
        case decide
        // Devices
        case crash
        case clockJump
        case night
        case season
        case snapshot
        case copy
        case backUp
        case restore
        case update
        // Network
        case sync
        case stray
        case lateAnswer
        case moveRelay
        // Relays
        case relayClock
        case wipeRelay
        case saveRelay
        case rollBackRelay
        case poison
        // Oracles that hold at any time
        case audit
    }

    package let kind: Kind
    package let seed: UInt64

    package init(_ kind: Kind, seed: UInt64) {
        self.kind = kind
        self.seed = seed
    }
}
