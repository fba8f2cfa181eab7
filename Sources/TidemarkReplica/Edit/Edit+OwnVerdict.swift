package import TidemarkCore
package import TidemarkLibrary
import TidemarkWire

/// What a reader keeps for themselves beside a catalogue. All of it is on the shelf and never touches the catalogue.
extension Edit {
    /// What is to change about an own verdict; what is nil stays as it is.
    package struct OwnVerdictChange: Sendable {
        /// `.some(nil)` takes it back.
        package var stance: Stance??
        /// `.some(nil)` chooses none.
        package var chosen: String??
        package var note: String?
        /// `.some(nil)` drops the date.
        package var revisit: Day??

        package init(
            stance: Stance?? = nil, chosen: String?? = nil, note: String? = nil, revisit: Day?? = nil
        ) {
            self.stance = stance
            self.chosen = chosen
            self.note = note
            self.revisit = revisit
        }
    }

    /// Writes the own verdict on one release, or on several that were compared, in whatever order.
    ///
    /// - Parameter releases: rows of the catalogue with the names that commands use.
    /// - Returns: whether anything has changed.
    @discardableResult
    package func decide(
        _ releases: [(row: RowID, reference: String)], _ change: OwnVerdictChange, on day: Day
    ) throws -> Bool {
        let key = NaturalKey(text: OwnVerdict.key(of: releases.map(\.row)))
        let row = key.rowID(kind: Kind.ownVerdict.id, space: space.sid)
        let before = ops.count
        try create(row, .ownVerdict, key: key)
        let names = ComparisonIdentity(references: releases.map(\.reference)).references
        try set(row, .ownVerdict, .subject, .text(names.joined(separator: "\n")))
        if let stance = change.stance {
            try set(row, .ownVerdict, .stance, stance.map { .text($0.rawValue) } ?? .null)
        }
        if let chosen = change.chosen { try set(row, .ownVerdict, .chosen, chosen.map { .text($0) } ?? .null) }
        if let note = change.note { try write(row, .ownVerdict, .note, note) }
        if let revisit = change.revisit {
            try set(row, .ownVerdict, .revisit, revisit.map { .text($0.description) } ?? .null)
        }
        guard ops.count > before else { return false }
        try set(row, .ownVerdict, .decided, .text(day.description))
        return true
    }

    // MARK: Weights

    /// Stores role weights under a name.
    ///
    /// - Throws: `ReplicaError.refused` for a name without a letter or digit.
    @discardableResult
    package func store(_ weights: RoleWeights, as name: String) throws -> Bool {
        let (row, key) = try profile(name)
        let before = ops.count
        try create(row, .weightProfile, key: key)
        try set(row, .weightProfile, .name, .text(name))
        for role in Role.allCases {
            let weight = weights[role]
            try set(row, .weightProfile, .weight(of: role), weight == 0 ? .null : .integer(Int64(weight)))
        }
        return ops.count > before
    }

    /// - Throws: `ReplicaError.notFound` where there is no profile of that name.
    package func removeProfile(_ name: String) throws {
        let (row, _) = try profile(name)
        guard let entry = try merger.find(row, .weightProfile), entry.state.exists,
            !TrashView.isTrashed(entry, also: [])
        else {
            throw ReplicaError.notFound("There are no weights called \"\(name)\": `tidemark weights list` shows them.")
        }
        try trash(row, .weightProfile)
    }

    private func profile(_ name: String) throws -> (row: RowID, key: NaturalKey) {
        let slug = Slug.make(name)
        guard !slug.isEmpty else { throw ReplicaError.refused("A profile's name has a letter or a digit.") }
        let key = NaturalKey(text: slug)
        return (key.rowID(kind: Kind.weightProfile.id, space: space.sid), key)
    }

    // MARK: Reading

    /// Remembers what a reader has seen of a release.
    @discardableResult
    package func markRead(_ release: RowID, _ snapshot: ReadSnapshot) throws -> Bool {
        let key = NaturalKey(text: release.description)
        let row = key.rowID(kind: Kind.readMark.id, space: space.sid)
        try create(row, .readMark, key: key)
        // The date alone is no news: an unchanged page writes nothing.
        guard try set(row, .readMark, .seen, .text(snapshot.text)) else { return false }
        try set(row, .readMark, .readAt, .integer(environment.now()))
        return true
    }
}
