import GRDB
import TidemarkCore
import TidemarkLibrary
import TidemarkWire

/// Published revisions: immutable rows that history and "as of" are computed from.
///
/// A row is named by its subject, a hash of its content, and how often the subject had that content before. Devices that publish
/// the same in the same order make the same rows; the time is the earliest that any of them says.
extension Edit {
    /// Publishes content, unless it is what was published last.
    ///
    /// - Parameters:
    ///   - given: when the source says that it was published, in milliseconds since 1970. What is not later than the revision
    ///     that it replaces is taken as published now.
    ///   - first: what stands for a missing `given` where the subject has no revision yet.
    func publish(
        _ subject: RevisionSubject, _ content: RevisionContent, at given: Int64? = nil, first: Int64? = nil
    ) throws {
        let known = try published(subject)
        let text = content.text
        if let head = known.last, head.content == text {
            // The source knows an earlier date, and it does not go behind what the content replaced.
            let floor = known.dropLast().last?.publishedAt
            if let given, floor.map({ $0 < given }) ?? true {
                try lower(head.row, .revision, .publishedAt, given)
            }
            return
        }
        let now = publishedAt
        var at = given ?? (known.isEmpty ? first.map { min($0, now) } : nil) ?? now
        if let head = known.last, at <= head.publishedAt { at = max(now, head.publishedAt + 1) }
        try publish(subject, text, at: at, number: known.count { $0.content == text })
    }

    /// Takes over revisions that a source says were published and replaced, the oldest first.
    func publish(_ subject: RevisionSubject, earlier revisions: [PublishedRevision]) throws {
        var seen: [String: Int] = [:]
        for revision in revisions.sorted(by: { $0.publishedAt < $1.publishedAt }) {
            let text = revision.content.text
            try publish(subject, text, at: revision.publishedAt, number: seen[text, default: 0])
            seen[text, default: 0] += 1
        }
    }

    private func publish(_ subject: RevisionSubject, _ text: String, at: Int64, number: Int) throws {
        // Before anything is written: afterwards the tables lag behind this transaction.
        var known = try published(subject)
        // 128 bits: nobody gains by a collision in a catalogue that only its members write.
        let hash = hexadecimal(Hash(of: Array(text.utf8)).bytes.prefix(16))
        let key = NaturalKey(text: "\(subject.text)\n\(hash)", number: UInt32(clamping: number))
        let row = key.rowID(kind: Kind.revision.id, space: space.sid)
        try create(row, .revision, key: key)
        try set(row, .revision, .subject, .text(subject.text))
        try set(row, .revision, .content, .text(text))
        try lower(row, .revision, .publishedAt, at)
        known.removeAll { $0.row == row }
        let shown = try merger.entry(row, .revision).integer(.publishedAt) ?? at
        known.append(PublishedRow(row: row, publishedAt: shown, content: text))
        published[subject] = known.sorted { ($0.publishedAt, $0.row) < ($1.publishedAt, $1.row) }
    }

    /// All revisions of a subject, by time.
    private func published(_ subject: RevisionSubject) throws -> [PublishedRow] {
        if let known = published[subject] { return known }
        let rows = try Row.fetchAll(
            merger.db.cachedStatement(
                sql: """
                    SELECT rid, published_at, content FROM revision WHERE space = ? AND subject = ? AND present
                    ORDER BY published_at, rid
                    """), arguments: [space.id, subject.text])
        let known = try rows.map { row in
            guard let id = RowID(bytes: row.bytes("rid")) else { throw ReplicaError.damaged("a revision's id") }
            return PublishedRow(row: id, publishedAt: row["published_at"] ?? 0, content: row["content"] ?? "")
        }
        published[subject] = known
        return known
    }

    // MARK: Subjects

    /// Slugs of a release and its tool.
    func slugs(of release: RowID) throws -> (tool: String, release: String) {
        guard let key = try merger.entry(release, .release).state.key, let tool = key.rows.first,
            let slug = try merger.entry(tool, .tool).state.key?.text
        else { throw ReplicaError.damaged("a release without a tool") }
        return (slug, key.text)
    }

    func publishSettings() throws {
        let row = NaturalKey(text: "").rowID(kind: Kind.catalogue.id, space: space.sid)
        guard let percent = try merger.find(row, .catalogue)?.integer(.threshold) else { return }
        try publish(.catalogue, .threshold(Int(percent)))
    }

    /// Publishes what stands in a tool's row.
    func publish(tool row: RowID, slug: String, first: Int64?) throws {
        let entry = try merger.entry(row, .tool)
        let tool = ToolRecord(
            slug: slug, name: entry.text(.name) ?? "", category: entry.text(.category) ?? "",
            tagline: entry.text(.tagline) ?? "", description: entry.text(.summary) ?? "", bestFor: entry.text(.bestFor),
            website: entry.text(.website))
        try publish(.tool(slug), .tool(tool), first: first)
    }

    /// Publishes what stands in a release's row: its facts, and its price.
    ///
    /// - Parameters:
    ///   - pricedAt: when the source says that the price was published.
    ///   - first: when the release is first heard of, for one that nothing is published of yet.
    func publish(release row: RowID, pricedAt: Int64? = nil, first: Int64? = nil) throws {
        let (tool, slug) = try slugs(of: row)
        let entry = try merger.entry(row, .release)
        let release = ReleaseRecord(
            slug: slug, name: entry.text(.name) ?? "", version: entry.text(.number), releasedOn: entry.text(.releasedOn)
        )
        let first = first ?? release.firstKnownAt
        try publish(.release(tool: tool, release: slug), .release(release), first: first)
        try publish(
            .pricing(tool: tool, release: slug), .pricing(entry.text(.pricing) ?? ""), at: pricedAt, first: first)
    }

    /// Publishes what stands in a take's row.
    func publish(take row: RowID, of release: RowID, at given: Int64? = nil) throws {
        let entry = try merger.entry(row, .take)
        guard let key = entry.state.key, let reviewer = key.rows.last, let role = Role(rawValue: key.text) else {
            throw ReplicaError.damaged("a take without its role")
        }
        let person = try merger.entry(reviewer, .reviewer)
        let (tool, slug) = try slugs(of: release)
        let subject = RevisionSubject.take(
            tool: tool, release: slug, role: role, reviewer: person.state.key?.text ?? "")
        let name = person.text(.name) ?? ""
        guard !TrashView.isTrashed(entry, also: []) else {
            return try publish(subject, .withdrawn(TakeRecord(role: role, reviewer: name)), at: given)
        }
        let take = TakeRecord(
            role: role, reviewer: name, score: entry.integer(.score).map { Int($0) },
            stance: entry.text(.stance).flatMap(Stance.init(rawValue:)), rationale: entry.text(.rationale) ?? "")
        try publish(subject, .take(take), at: given)
    }
}
