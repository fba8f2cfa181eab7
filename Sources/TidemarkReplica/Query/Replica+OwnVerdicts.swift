import GRDB
import TidemarkCore
package import TidemarkLibrary

/// What a reader keeps beside a catalogue.
extension Replica {
    /// All own verdicts, those to look at again first, then by name.
    package func ownVerdicts() throws -> [OwnVerdict] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM own_verdict WHERE space = ? AND present AND trashed = 0
                    ORDER BY revisit IS NULL, revisit, subject
                    """, arguments: [try SpaceRecord.of(.shelf, db).id]
            ).map { row in
                OwnVerdict(
                    key: row["key"] ?? "",
                    record: OwnVerdictRecord(
                        references: (row["subject"] as String? ?? "").split(separator: "\n").map(String.init),
                        stance: (row["stance"] as String?).flatMap(Stance.init(rawValue:)), chosen: row["chosen"],
                        note: row["note"] ?? "", revisit: (row["revisit"] as String?).flatMap { Day($0) },
                        decidedOn: (row["decided"] as String?).flatMap { Day($0) }))
            }
        }
    }

    /// Stored role weights by name.
    package func weightProfiles() throws -> [(name: String, weights: RoleWeights)] {
        try read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM weight_profile WHERE space = ? AND present AND trashed = 0 ORDER BY name, rid",
                arguments: [try SpaceRecord.of(.shelf, db).id]
            ).map { row in
                var weights = RoleWeights()
                for role in Role.allCases { weights[role] = row[role.rawValue] ?? 0 }
                return (row["name"] ?? "", weights)
            }
        }
    }

    /// What was last seen of each release, by the release's id, and when (milliseconds since 1970).
    package func readMarks() throws -> [String: (snapshot: ReadSnapshot, at: Int64)] {
        try read { db in
            var marks: [String: (ReadSnapshot, Int64)] = [:]
            let rows = try Row.fetchAll(
                db, sql: "SELECT key, seen, read_at FROM read_mark WHERE space = ? AND present",
                arguments: [try SpaceRecord.of(.shelf, db).id])
            for row in rows {
                guard let key = row["key"] as String?, let seen = row["seen"] as String?,
                    let snapshot = ReadSnapshot(text: seen)
                else { continue }
                marks[key] = (snapshot, row["read_at"] ?? 0)
            }
            return marks
        }
    }
}
