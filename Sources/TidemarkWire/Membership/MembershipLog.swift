package import TidemarkCore

/// Who may read and push in one space: a signed, hash-chained log, verified entry by entry.
///
/// Invariant: every entry was verified against the state before it; `entries[i]` has index i and names the hash of
/// `entries[i - 1]`; the first makes the space.
package struct MembershipLog: Hashable, Sendable {
    package let space: SpaceID
    /// The entries as received.
    package private(set) var entries: [[UInt8]] = []
    /// Hash of the newest entry, nil for an empty log.
    package private(set) var head: Hash?
    package private(set) var identity: [UInt8]?
    private var members: [[UInt8]: Member] = [:]
    private var tickets: [[UInt8]: MemberTicket] = [:]

    package init(space: SpaceID) { self.space = space }

    /// Verifies a whole log. Cost: a signature check an entry, about 0.1 ms each.
    package init(space: SpaceID, entries: [[UInt8]]) throws(WireError) {
        self.init(space: space)
        for bytes in entries { try append(bytes) }
    }

    /// Takes entries that were verified before and stored since, without checking signatures again.
    package init(space: SpaceID, trusting entries: [[UInt8]]) throws(WireError) {
        self.init(space: space)
        for bytes in entries {
            let entry = try MembershipEntry(bytes: bytes)
            apply(entry)
        }
    }

    package var count: UInt64 { UInt64(entries.count) }

    /// Devices in the order of their entries.
    package var devices: [Member] { members.values.sorted { $0.index < $1.index } }

    /// The member whose device has this Ed25519 public key.
    package func device(_ key: [UInt8]) -> Member? { members[key] }

    /// The ticket with this Ed25519 public key, spent or not.
    package func ticket(_ key: [UInt8]) -> MemberTicket? { tickets[key] }

    /// Verifies and takes the next entry; on error nothing has changed.
    ///
    /// - Parameter now: milliseconds since 1970, given only where an enrolment happens (the home relay): a ticket that
    ///   has expired is then refused. Everybody else takes the relay's word, for the log says nothing of time.
    /// - Returns: the entry, read.
    @discardableResult
    package mutating func append(_ bytes: [UInt8], now: Int64? = nil) throws(WireError) -> MembershipEntry {
        let entry = try MembershipEntry(bytes: bytes)
        guard entry.space == space else { throw .malformed("a membership entry of another space") }
        guard entry.index == count else {
            throw .malformed("membership entry \(entry.index), where \(count) is next")
        }
        guard entry.previous == head else { throw .malformed("a membership entry that follows another log") }
        switch entry.change {
        case .genesis(let genesis): try check(genesis, of: entry)
        case .ticket(let ticket): try check(ticket, of: entry)
        case .enrolment(let enrolment): try check(enrolment, of: entry, now: now)
        }
        try entry.verifySignature()
        apply(entry)
        return entry
    }

    private func check(_ genesis: MembershipChange.Genesis, of entry: MembershipEntry) throws(WireError) {
        guard entry.index == 0 else { throw .malformed("a second genesis") }
        guard SpaceID(identity: genesis.identity, nonce: genesis.nonce) == space else {
            throw .malformed("a genesis whose identity and nonce do not make this space")
        }
        guard entry.signer == genesis.identity else { throw .malformed("a genesis that its identity did not sign") }
    }

    private func check(_ ticket: MembershipChange.Ticket, of entry: MembershipEntry) throws(WireError) {
        guard members[entry.signer]?.mayPush == true else {
            throw .malformed("a ticket by a device that may not invite")
        }
        guard tickets[ticket.key] == nil, members[ticket.key] == nil else {
            throw .malformed("a ticket with a key that is in use")
        }
    }

    private func check(
        _ enrolment: MembershipChange.Enrolment, of entry: MembershipEntry, now: Int64?
    ) throws(WireError) {
        guard let ticket = tickets[entry.signer] else { throw .malformed("an enrolment without a ticket") }
        guard ticket.spentAt == nil else { throw .malformed("an enrolment by a ticket that was used before") }
        if let now, now >= ticket.expires { throw .malformed("an enrolment by a ticket that has expired") }
        // A ticket's private key travels in a link, so it must not become a device's.
        guard members[enrolment.device] == nil, tickets[enrolment.device] == nil else {
            throw .malformed("an enrolment of a key that is in use")
        }
    }

    private mutating func apply(_ entry: MembershipEntry) {
        switch entry.change {
        case .genesis(let genesis):
            identity = genesis.identity
            members[genesis.device] = Member(
                key: genesis.device, mayPush: true, sealed: genesis.sealed, sealedInTicket: nil, index: entry.index)
        case .ticket(let ticket):
            tickets[ticket.key] = MemberTicket(
                key: ticket.key, mayPush: ticket.mayPush, expires: ticket.expires, sealed: ticket.sealed,
                issuer: entry.signer, index: entry.index, spentAt: nil)
        case .enrolment(let enrolment):
            let ticket = tickets[entry.signer]
            members[enrolment.device] = Member(
                key: enrolment.device, mayPush: ticket?.mayPush ?? false, sealed: enrolment.sealed,
                sealedInTicket: ticket?.sealed, index: entry.index)
            tickets[entry.signer]?.spentAt = entry.index
        }
        entries.append(entry.bytes)
        head = entry.hash
    }

    package func invariantCheck() {
        var again = MembershipLog(space: space)
        for bytes in entries {
            do { try again.append(bytes) } catch { preconditionFailure("membership log: \(error)") }
        }
        precondition(again == self, "membership log: the state is not that of its entries")
    }
}
