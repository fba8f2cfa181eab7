package import TidemarkCore
package import TidemarkLibrary
import TidemarkWire

/// What curators, reviewers and voters do with a catalogue.
extension Edit {
    /// Takes a document into the catalogue.
    ///
    /// - Parameter overwrite: a curator's own source replaces what differs; a foreign page only fills what is empty.
    /// - Returns: the releases that were made or changed, and those that were as they are.
    package func take(
        _ document: CatalogueDocument, overwrite: Bool
    ) throws -> (changed: [String], unchanged: [String]) {
        var changed: [String] = []
        var unchanged: [String] = []
        if document.title != nil || document.verdictThresholdPercent != nil {
            let key = NaturalKey(text: "")
            let row = key.rowID(kind: Kind.catalogue.id, space: space.sid)
            try create(row, .catalogue, key: key)
            if let title = document.title { try put(row, .catalogue, .name, title, overwrite) }
            if let percent = document.verdictThresholdPercent {
                try put(row, .catalogue, .threshold, .integer(Int64(percent)), overwrite)
            }
            try publishSettings()
        }
        for tool in document.tools {
            let row = try make(.tool, text: tool.slug)
            let before = ops.count
            try put(row, .tool, .name, tool.name, overwrite)
            try put(row, .tool, .category, tool.category, overwrite)
            try put(row, .tool, .tagline, tool.tagline, overwrite)
            try put(row, .tool, .summary, tool.description, overwrite)
            if let text = tool.bestFor { try put(row, .tool, .bestFor, text, overwrite) }
            if let text = tool.website { try put(row, .tool, .website, text, overwrite) }
            let firstRelease = tool.releases.compactMap(\.firstKnownAt).min()
            try publish(tool: row, slug: tool.slug, first: firstRelease)
            let toolChanged = ops.count > before
            for release in tool.releases {
                let before = ops.count
                try take(release, of: row, overwrite)
                let name = "\(tool.slug)/\(release.slug)"
                if ops.count > before || toolChanged { changed.append(name) } else { unchanged.append(name) }
            }
        }
        return (changed, unchanged)
    }

    private func take(_ release: ReleaseRecord, of tool: RowID, _ overwrite: Bool) throws {
        let row = try make(.release, rows: [tool], text: release.slug)
        try put(row, .release, .name, release.name, overwrite)
        if let version = release.version { try put(row, .release, .number, version, overwrite) }
        if let date = release.releasedOn { try put(row, .release, .releasedOn, date, overwrite) }
        try put(row, .release, .pricing, release.pricingText, overwrite)
        for (index, tier) in release.tiers.enumerated() {
            let tierRow = try make(.tier, rows: [row], text: String(index))
            try put(tierRow, .tier, .name, tier.label, overwrite)
            try put(tierRow, .tier, .position, .integer(Int64(index)), overwrite)
            if let amount = tier.amountMinor { try put(tierRow, .tier, .amount, .integer(amount), overwrite) }
            if let currency = tier.currency { try put(tierRow, .tier, .currency, currency, overwrite) }
            try put(tierRow, .tier, .period, tier.period.rawValue, overwrite)
            try put(tierRow, .tier, .unit, tier.unit.rawValue, overwrite)
            try put(tierRow, .tier, .verbatim, tier.text, overwrite)
        }
        if overwrite { try trashTiers(of: row, from: release.tiers.count) }
        let reference = try slugs(of: row)
        let pricing = RevisionSubject.pricing(tool: reference.tool, release: reference.release)
        for (subject, revisions) in Self.earlier(release.earlier, reference, pricing) {
            try publish(subject, earlier: revisions)
        }
        try publish(release: row, pricedAt: release.pricedAt, first: release.firstKnownAt)
        for take in release.takes { try self.take(take, of: row, overwrite) }
        for revision in release.earlier {
            guard case .withdrawn(let take) = revision.content else { continue }
            for prediction in take.predictions {
                try put(prediction, of: row, role: take.role, reviewer: take.reviewer, overwrite)
            }
        }
    }

    private static func earlier(
        _ revisions: [PublishedRevision], _ reference: (tool: String, release: String), _ pricing: RevisionSubject
    ) -> [(RevisionSubject, [PublishedRevision])] {
        var bySubject: [RevisionSubject: [PublishedRevision]] = [:]
        for revision in revisions {
            switch revision.content {
            case .pricing: bySubject[pricing, default: []].append(revision)
            case .take(let take), .withdrawn(let take):
                let subject = RevisionSubject.take(
                    tool: reference.tool, release: reference.release, role: take.role,
                    reviewer: Slug.make(take.reviewer))
                bySubject[subject, default: []].append(revision)
            case .threshold, .tool, .release: continue
            }
        }
        return bySubject.sorted { $0.key.text < $1.key.text }
    }

    private func take(_ take: TakeRecord, of release: RowID, _ overwrite: Bool) throws {
        let row = try takeRow(release, take.role, reviewer: take.reviewer, overwrite)
        // A foreign page brings nothing back that was taken away.
        guard let row else { return }
        if let score = take.score { try put(row, .take, .score, .integer(Int64(score)), overwrite) }
        if let stance = take.stance { try put(row, .take, .stance, stance.rawValue, overwrite) }
        let hasRationale = try merger.entry(row, .take).state.texts[.rationale] != nil
        if overwrite || !hasRationale { try write(row, .take, .rationale, take.rationale) }
        try publish(take: row, of: release, at: take.publishedAt)
        for prediction in take.predictions {
            try put(prediction, of: release, role: take.role, reviewer: take.reviewer, overwrite)
        }
    }

    /// The row of a take, made where it is missing; nil for one in the trash that is to stay there.
    private func takeRow(_ release: RowID, _ role: Role, reviewer: String, _ overwrite: Bool) throws -> RowID? {
        let person = try reviewerRow(reviewer, overwrite)
        let key = NaturalKey(rows: [release, person], text: role.rawValue)
        let row = key.rowID(kind: Kind.take.id, space: space.sid)
        if !overwrite, let entry = try merger.find(row, .take), TrashView.isTrashed(entry, also: []) { return nil }
        try create(row, .take, key: key)
        return row
    }

    func reviewerRow(_ name: String, _ overwrite: Bool) throws -> RowID {
        let row = try make(.reviewer, text: Slug.make(name))
        try put(row, .reviewer, .name, name, overwrite)
        return row
    }

    // MARK: Takes

    /// What a reviewer changes about a take; what is nil stays as it is.
    package struct TakeChange: Sendable {
        package var score: Int?
        package var stance: Stance?
        package var rationale: String?

        package init(score: Int? = nil, stance: Stance? = nil, rationale: String? = nil) {
            self.score = score
            self.stance = stance
            self.rationale = rationale
        }
    }

    /// Writes a reviewer's take on a release and publishes it.
    ///
    /// - Returns: whether anything has changed.
    @discardableResult
    package func write(
        takeOn release: RowID, role: Role, reviewer: String, _ change: TakeChange
    ) throws -> Bool {
        let before = ops.count
        guard let row = try takeRow(release, role, reviewer: reviewer, true) else { return false }
        if let score = change.score { try set(row, .take, .score, .integer(Int64(score))) }
        if let stance = change.stance { try set(row, .take, .stance, .text(stance.rawValue)) }
        if let rationale = change.rationale { try write(row, .take, .rationale, rationale) }
        try publish(take: row, of: release)
        return ops.count > before
    }

    /// Takes a take back: it goes to the trash, and its revisions stay.
    ///
    /// - Throws: `ReplicaError.notFound` where there is none.
    package func withdraw(takeOn release: RowID, role: Role, reviewer: String) throws {
        let person = NaturalKey(text: Slug.make(reviewer)).rowID(kind: Kind.reviewer.id, space: space.sid)
        let key = NaturalKey(rows: [release, person], text: role.rawValue)
        let row = key.rowID(kind: Kind.take.id, space: space.sid)
        guard let entry = try merger.find(row, .take), entry.state.exists, !TrashView.isTrashed(entry, also: []) else {
            throw ReplicaError.notFound("\(reviewer) has no take as \(role.displayName) on this release.")
        }
        try trash(row, .take)
        try publish(take: row, of: release)
    }

    /// Tiers that a shorter list no longer has.
    private func trashTiers(of release: RowID, from first: Int) throws {
        var index = first
        while true {
            let key = NaturalKey(rows: [release], text: String(index))
            let row = key.rowID(kind: Kind.tier.id, space: space.sid)
            guard let tier = try merger.find(row, .tier), tier.state.exists else { return }
            if tier.state[.trash] == nil { try trash(row, .tier) }
            index += 1
        }
    }

    func make(_ kind: Kind, rows: [RowID] = [], text: String) throws -> RowID {
        let key = NaturalKey(rows: rows, text: text.withoutNUL)
        let row = key.rowID(kind: kind.id, space: space.sid)
        try create(row, kind, key: key)
        return row
    }

    func put(_ row: RowID, _ kind: Kind, _ field: FieldID, _ text: String, _ overwrite: Bool) throws {
        if text.isEmpty && !overwrite { return }
        try put(row, kind, field, text.isEmpty ? .null : .text(text), overwrite)
    }

    func put(_ row: RowID, _ kind: Kind, _ field: FieldID, _ value: Value, _ overwrite: Bool) throws {
        if !overwrite, case .some = try merger.entry(row, kind).state[field] { return }
        try set(row, kind, field, value)
    }

    /// Casts this person's one vote on a release, or takes it back.
    package func vote(_ release: RowID, _ stance: Stance?) throws {
        let writer = space.writer
        guard let person = try merger.writers.person(of: writer) else {
            throw ReplicaError.keys("This device is not a member of the catalogue.")
        }
        let key = NaturalKey(rows: [release], text: person.description)
        let row = key.rowID(kind: Kind.vote.id, space: space.sid)
        let held = try merger.find(row, .vote)?.state[.existence]?.candidates ?? []
        let value: Value = stance.map { .text($0.rawValue) } ?? .null
        let current = try merger.find(row, .vote)?.value(.stance)
        guard (current ?? .null) != value else { return }
        // The key goes along with every vote: it says whose it is.
        try emit(row, .vote, .create(key), seen: held)
        try set(row, .vote, .stance, value)
    }
}
