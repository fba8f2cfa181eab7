package import Foundation
package import TidemarkLibrary

/// A comparison as JSON. What is unknown or does not apply is absent; lists keep the order of the comparison.
package struct ComparisonJSON: Codable, Sendable, Equatable {
    /// Changes with every change that a reader of the JSON could notice, but added keys.
    package static let currentSchema = "tidemark.comparison/0"

    package var schema: String
    /// References of the releases, sorted: the same for all orders of the columns.
    package var identity: [String]
    package var title: String
    package var columns: [ComparisonColumnJSON]
    package var decisions: [Decision]
    package var scorecard: [Row]

    package struct Decision: Codable, Sendable, Equatable {
        package var kind: String
        package var label: String
        /// One per column.
        package var values: [String]
    }

    package struct Row: Codable, Sendable, Equatable {
        package var role: String
        package var label: String
        /// One per column: the takes of this role, none for "No panel take".
        package var cells: [[Take]]
    }

    package struct Take: Codable, Sendable, Equatable {
        package var reviewer: String
        package var score: Int?
        package var stance: String?
        package var rationale: String
        package var label: String
    }

    package init(_ comparison: Comparison) {
        schema = Self.currentSchema
        identity = comparison.identity.references
        title = comparison.title
        columns = comparison.columns.map(ComparisonColumnJSON.init)
        decisions = comparison.decisions.map {
            Decision(kind: $0.kind.rawValue, label: $0.kind.displayName, values: $0.values)
        }
        scorecard = comparison.scorecard.map { row in
            let cells = row.cells.map { cell in
                cell.takes.map {
                    Take(
                        reviewer: $0.reviewer, score: $0.score, stance: $0.stance?.rawValue, rationale: $0.rationale,
                        label: $0.label)
                }
            }
            return Row(role: row.role.rawValue, label: row.role.displayName, cells: cells)
        }
    }

    /// UTF-8, keys sorted, indented, with a line feed at the end: the same comparison gives the same bytes.
    package func encoded() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self) + Data("\n".utf8)
    }
}
