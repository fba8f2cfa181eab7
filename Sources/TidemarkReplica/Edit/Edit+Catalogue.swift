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
        for take in release.takes {
            let reviewer = try make(.reviewer, text: Slug.make(take.reviewer))
            try put(reviewer, .reviewer, .name, take.reviewer, overwrite)
            let takeRow = try make(.take, rows: [row, reviewer], text: take.role.rawValue)
            if let score = take.score { try put(takeRow, .take, .score, .integer(Int64(score)), overwrite) }
            if let stance = take.stance { try put(takeRow, .take, .stance, stance.rawValue, overwrite) }
            let hasRationale = try merger.entry(takeRow, .take).state.texts[.rationale] != nil
            if overwrite || !hasRationale { try write(takeRow, .take, .rationale, take.rationale) }
        }
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

    private func make(_ kind: Kind, rows: [RowID] = [], text: String) throws -> RowID {
        let key = NaturalKey(rows: rows, text: text.withoutNUL)
        let row = key.rowID(kind: kind.id, space: space.sid)
        try create(row, kind, key: key)
        return row
    }

    private func put(_ row: RowID, _ kind: Kind, _ field: FieldID, _ text: String, _ overwrite: Bool) throws {
        if text.isEmpty && !overwrite { return }
        try put(row, kind, field, text.isEmpty ? .null : .text(text), overwrite)
    }

    private func put(_ row: RowID, _ kind: Kind, _ field: FieldID, _ value: Value, _ overwrite: Bool) throws {
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
