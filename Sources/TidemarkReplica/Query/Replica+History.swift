import GRDB
package import TidemarkCore
package import TidemarkLibrary

/// What a catalogue has published, from the first day on.
extension Replica {
    /// Cost: reads all revisions, and opens every batch of the catalogue for the votes.
    package func catalogueHistory() throws -> CatalogueHistory {
        CatalogueHistory(
            revisions: try revisions(), votes: try voteChanges(), predictions: try predictions().map(\.entry))
    }

    private func revisions() throws -> [Revision] {
        try read { db in
            let space = try SpaceRecord.of(.catalogue, db).id
            let shown = try Set(
                String.fetchAll(
                    db,
                    sql: """
                        SELECT t.key FROM tool t WHERE t.space = :space AND t.present AND t.trashed = 0
                        UNION ALL SELECT t.key || '/' || r.key FROM release r JOIN tool t ON t.id = r.tool
                        WHERE r.space = :space AND r.present AND r.trashed = 0 AND t.present AND t.trashed = 0
                        """, arguments: ["space": space]))
            return try Row.fetchAll(
                db, sql: "SELECT rid, subject, published_at, content FROM revision WHERE space = ? AND present",
                arguments: [space]
            ).compactMap { row in
                // What a later version has published is none of ours, and a release in the trash has no history.
                guard let subject = RevisionSubject(text: row["subject"] ?? ""),
                    let content = RevisionContent(text: row["content"] ?? "", subject: subject),
                    (subject.reference ?? subject.tool).map(shown.contains) ?? true
                else { return nil }
                return Revision(
                    subject: subject, publishedAt: row["published_at"] ?? 0, content: content,
                    id: hexadecimal(row.bytes("rid")))
            }
        }
    }

    /// Votes are registers: what they were before stands in the batches.
    private func voteChanges() throws -> [VoteChange] {
        let operations = try operations(read { try SpaceRecord.of(.catalogue, $0).sid })
        return try read { db in
            let space = try SpaceRecord.of(.catalogue, db)
            let writers = WriterTable(db, space)
            var votes: [RowID: (reference: String, person: String)] = [:]
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT v.rid, v.key, r.key AS release, t.key AS tool FROM vote v
                    JOIN release r ON r.id = v.release JOIN tool t ON t.id = r.tool WHERE v.space = ? AND v.present
                    """, arguments: [space.id])
            for row in rows {
                guard let id = RowID(bytes: row.bytes("rid")), let tool = row["tool"] as String?,
                    let release = row["release"] as String?, let person = row["key"] as String?
                else { continue }
                votes[id] = ("\(tool)/\(release)", person)
            }
            return try operations.compactMap { op in
                guard op.kind == Kind.vote.id, let vote = votes[op.row], case .set(.stance, let value) = op.change,
                    try writers.person(of: op.dot.writer)?.description == vote.person
                else { return nil }
                var stance: Stance?
                if case .text(let text) = value { stance = Stance(rawValue: text) }
                return VoteChange(
                    reference: vote.reference, person: vote.person, castAt: op.stamp.milliseconds, stance: stance)
            }
        }
    }

    /// All predictions, by the day on which they are due.
    package func predictions() throws -> [(row: RowID, entry: PredictionEntry)] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT p.*, r.key AS release_slug, t.key AS tool_slug, v.name AS author FROM prediction p
                    JOIN release r ON r.id = p.release JOIN tool t ON t.id = r.tool JOIN reviewer v ON v.id = p.reviewer
                    WHERE p.space = ? AND p.present AND p.trashed = 0 AND r.trashed = 0 AND t.trashed = 0 ORDER BY p.due, t.key, r.key, p.key, p.rid
                    """, arguments: [try SpaceRecord.of(.catalogue, db).id]
            ).compactMap { row in
                let parts = (row["key"] as String? ?? "").split(separator: "/", maxSplits: 1).map(String.init)
                guard let id = RowID(bytes: row.bytes("rid")), parts.count == 2, let role = Role(rawValue: parts[0]),
                    let due = Day(row["due"] as String? ?? "")
                else { return nil }
                func day(_ column: String) -> Day? { (row[column] as String?).flatMap { Day($0) } }
                let prediction = PredictionRecord(
                    slug: parts[1], text: row["text"] ?? "", due: due, madeOn: day("made_on"),
                    probability: row["probability"],
                    outcome: (row["outcome"] as String?).flatMap(PredictionRecord.Outcome.init(rawValue:)),
                    resolvedOn: day("resolved_on"))
                let reference = "\(row["tool_slug"] as String? ?? "")/\(row["release_slug"] as String? ?? "")"
                return (
                    id,
                    PredictionEntry(
                        reference: reference, role: role, reviewer: row["author"] ?? "", prediction: prediction)
                )
            }
        }
    }

    /// Titles and addresses of the bookmarks that are not in the trash, for digests.
    package func digestBookmarks() throws -> [DigestBookmark] {
        try read { db in
            try Row.fetchAll(
                db, sql: "SELECT title, url, key, added_at FROM item WHERE space = ? AND present AND trashed = 0",
                arguments: [try SpaceRecord.of(.shelf, db).id]
            ).map {
                DigestBookmark(title: $0["title"] ?? "", url: $0["url"] ?? "", key: $0["key"], addedAt: $0["added_at"])
            }
        }
    }
}

extension Replica {
    /// The catalogue as it stood at a time, in milliseconds since 1970. Own votes are those of now.
    package func releases(asOf time: Int64) throws -> (releases: [CatalogueRelease], threshold: VerdictThreshold) {
        let state = try catalogueHistory().state(at: time)
        let rows = Dictionary(try releases().map { ($0.reference, $0) }) { first, _ in first }
        let releases = state.releases.compactMap { input -> CatalogueRelease? in
            guard let current = rows[input.reference] else { return nil }
            return CatalogueRelease(
                row: current.row, tool: input.tool, release: input.release,
                votes: (input.votes.ship, input.votes.skip), ownVote: current.ownVote)
        }
        return (releases, state.threshold)
    }
}
