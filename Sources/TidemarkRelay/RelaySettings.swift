/// What a host may set.
package struct RelaySettings: Hashable, Sendable {
    package enum Registration: String, Hashable, Sendable {
        /// New spaces need a one-time invite.
        case invite
        /// Anybody may register spaces.
        case open
    }

    package var registration: Registration = .invite
    /// What one space's batches may take. The default holds about a hundred million edits, and keeps one space from
    /// filling a small disk.
    package var spaceBytes: Int64 = 1 << 30
    /// Space files open at a time: each costs up to nine descriptors and 1.5 MiB of page cache, if that is ever filled.
    package var openSpaces = 128
    /// Requests of one caller (a device, or an address without a token): sustained, and at once. A client needs one request
    /// a sync and three to sign in.
    package var requestsPerSecond = 50.0
    package var requestBurst = 500.0
    /// Whether a commit waits for the disk. Only a simulation, which loses no power, sets this to false.
    package var syncsToDisk = true

    package init() {}
}
