import GRDB
package import TidemarkCore
package import TidemarkLibrary

/// A release with its tool and its votes.
package struct CatalogueRelease: Sendable {
    package let row: RowID
    package let tool: ToolRecord
    package let release: ReleaseRecord
    package let votes: (ship: Int, skip: Int)
    /// This person's own vote.
    package let ownVote: Stance?

    /// As commands name it.
    package var reference: String { "\(tool.slug)/\(release.slug)" }
}

extension Replica {
    /// The catalogue's settings.
    package func catalogueSettings() throws -> (title: String?, thresholdPercent: Int?) {
        try read { db in
            let row = try Row.fetchOne(
                db, sql: "SELECT name, threshold FROM catalogue WHERE space = ? AND present",
                arguments: [try SpaceRecord.of(.catalogue, db).id])
            return (row?["name"], row?["threshold"])
        }
    }

    /// Every release, by tool, in the order in which a tool's releases came out.
    package func releases() throws -> [CatalogueRelease] {
        try read { db in
            let space = try SpaceRecord.of(.catalogue, db)
            let person = try WriterTable(db, space).person(of: space.writer)?.description
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT r.id, r.rid, r.key, r.name, r.number, r.released_on, r.pricing, t.key AS slug, t.name AS tool_name,
                      t.category, t.tagline, t.summary, t.best_for, t.website
                    FROM release r JOIN tool t ON t.id = r.tool
                    WHERE r.space = ? AND r.present AND r.trashed = 0 AND t.present AND t.trashed = 0
                    ORDER BY t.key, r.released_on, r.key
                    """, arguments: [space.id])
            let (tiers, takes) = (try Self.tiers(space, db), try Self.takes(space, db))
            let votes = Dictionary(
                grouping: try Row.fetchAll(
                    db, sql: "SELECT release, key, stance FROM vote WHERE space = ? AND present", arguments: [space.id])
            ) { ($0["release"] as Int64?) ?? 0 }
            return try rows.map { row in
                guard let id = RowID(bytes: row.bytes("rid")) else { throw ReplicaError.damaged("a release's id") }
                let release = ReleaseRecord(
                    slug: row["key"] ?? "", name: row["name"] ?? "", version: row["number"],
                    releasedOn: row["released_on"], pricingText: row["pricing"] ?? "",
                    tiers: tiers[row["id"]] ?? [], takes: takes[row["id"]] ?? [])
                let tool = ToolRecord(
                    slug: row["slug"] ?? "", name: row["tool_name"] ?? "", category: row["category"] ?? "",
                    tagline: row["tagline"] ?? "", description: row["summary"] ?? "", bestFor: row["best_for"],
                    website: row["website"])
                let votes = votes[row["id"]] ?? []
                func count(_ stance: Stance) -> Int { votes.count { ($0["stance"] as String?) == stance.rawValue } }
                let own = votes.first { ($0["key"] as String?) == person }?["stance"] as String?
                return CatalogueRelease(
                    row: id, tool: tool, release: release, votes: (count(.ship), count(.skip)),
                    ownVote: own.flatMap(Stance.init(rawValue:)))
            }
        }
    }

    /// By release.
    private static func tiers(_ space: SpaceRecord, _ db: Database) throws -> [Int64: [PriceTier]] {
        let rows = try Row.fetchAll(
            db, sql: "SELECT * FROM tier WHERE space = ? AND present AND trashed = 0 ORDER BY release, position, rid",
            arguments: [space.id])
        return Dictionary(grouping: rows) { ($0["release"] as Int64?) ?? 0 }.mapValues { rows in
            rows.map { row in
                PriceTier(
                    label: row["label"] ?? "", amountMinor: row["amount"], currency: row["currency"],
                    period: (row["period"] as String?).flatMap(PriceTier.Period.init(rawValue:)) ?? .none,
                    unit: (row["unit"] as String?).flatMap(PriceTier.Unit.init(rawValue:)) ?? .none,
                    text: row["verbatim"] ?? "")
            }
        }
    }

    /// By release, each in the order of the scorecard.
    private static func takes(_ space: SpaceRecord, _ db: Database) throws -> [Int64: [TakeRecord]] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT k.release, k.key, k.score, k.stance, k.rationale, v.name
                FROM take k JOIN reviewer v ON v.id = k.reviewer
                WHERE k.space = ? AND k.present AND k.trashed = 0 ORDER BY k.release, k.rid
                """, arguments: [space.id])
        return Dictionary(grouping: rows) { ($0["release"] as Int64?) ?? 0 }.mapValues { rows in
            let takes = rows.compactMap { row -> TakeRecord? in
                guard let role = (row["key"] as String?).flatMap(Role.init(rawValue:)) else { return nil }
                return TakeRecord(
                    role: role, reviewer: row["name"] ?? "", score: row["score"],
                    stance: (row["stance"] as String?).flatMap(Stance.init(rawValue:)),
                    rationale: row["rationale"] ?? "")
            }
            return takes.enumerated().sorted { a, b in
                (a.element.role, a.offset) < (b.element.role, b.offset)
            }.map(\.element)
        }
    }
}
