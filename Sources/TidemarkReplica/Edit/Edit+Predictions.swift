package import TidemarkCore
package import TidemarkLibrary
import TidemarkWire

/// What reviewers expect, and what came of it.
extension Edit {
    /// Writes a prediction into a reviewer's take.
    @discardableResult
    package func put(
        _ prediction: PredictionRecord, of release: RowID, role: Role, reviewer: String, _ overwrite: Bool = true
    ) throws -> Bool {
        let before = ops.count
        let person = try reviewerRow(reviewer, overwrite)
        let row = try make(.prediction, rows: [release, person], text: "\(role.rawValue)/\(prediction.slug)")
        try put(row, .prediction, .text, prediction.text, overwrite)
        try put(row, .prediction, .due, prediction.due.description, overwrite)
        if let day = prediction.madeOn { try put(row, .prediction, .madeOn, day.description, overwrite) }
        if let percent = prediction.probability {
            try put(row, .prediction, .probability, .integer(Int64(percent)), overwrite)
        }
        if let outcome = prediction.outcome { try put(row, .prediction, .outcome, outcome.rawValue, overwrite) }
        if let day = prediction.resolvedOn { try put(row, .prediction, .resolvedOn, day.description, overwrite) }
        return ops.count > before
    }

    /// Says what came of a prediction; nil opens it again.
    @discardableResult
    package func resolve(_ row: RowID, _ outcome: PredictionRecord.Outcome?, on day: Day) throws -> Bool {
        let changed = try set(row, .prediction, .outcome, outcome.map { .text($0.rawValue) } ?? .null)
        if changed { try set(row, .prediction, .resolvedOn, outcome == nil ? .null : .text(day.description)) }
        return changed
    }
}
