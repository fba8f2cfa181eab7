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
    /// What was asked for beside the comparison; absent otherwise.
    package var asOf: String?
    package var weighing: WeighingJSON?
    package var seats: Seats?
    /// One per column.
    package var why: [[Why]]?
    /// One per column; null for a release that was never read.
    package var news: [News?]?
    /// One per column, the newest first.
    package var history: [[TimelineEventJSON]]?
    package var ownVerdict: OwnVerdictJSON?

    package struct Seats: Codable, Sendable, Equatable {
        package var count: Int
        /// One per column.
        package var prices: [String]
    }

    package struct Why: Codable, Sendable, Equatable {
        package var value: String
        package var shown: String
        package var reasons: [String]

        package init(_ explanation: Explanation) {
            value = explanation.value.rawValue
            shown = explanation.shown
            reasons = explanation.reasons
        }
    }

    package struct News: Codable, Sendable, Equatable {
        /// RFC 3339.
        package var since: String
        package var changes: [String]
    }

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
        /// RFC 3339; absent where it was not looked up.
        package var publishedAt: String?
        package var predictions: [PredictionJSON]
    }

    package init(_ page: ComparisonPage) {
        self.init(page.comparison)
        asOf = page.asOf?.description
        weighing = page.weighing.map { WeighingJSON($0, name: page.weightsName, columns: columns) }
        seats = page.seats.map { count in
            Seats(
                count: count,
                prices: page.comparison.columns.map {
                    SeatPrice.label(tiers: $0.tiers, text: $0.pricing, seats: count)
                })
        }
        why = page.explanations?.map { column in
            column.map(Why.init)
        }
        news = page.news?.map { news in news.map { News(since: Moment.text($0.since), changes: $0.changes) } }
        history = page.history?.map { $0.map(TimelineEventJSON.init) }
        ownVerdict = page.ownVerdict.map(OwnVerdictJSON.init)
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
                        label: $0.label, publishedAt: $0.publishedAt.map(Moment.text),
                        predictions: $0.predictions.map(PredictionJSON.init))
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
