/// A prediction with the take that it stands in.
package struct PredictionEntry: Sendable, Hashable {
    /// "tool/release".
    package let reference: String
    package let role: Role
    package let reviewer: String
    package let prediction: PredictionRecord

    package init(reference: String, role: Role, reviewer: String, prediction: PredictionRecord) {
        self.reference = reference
        self.role = role
        self.reviewer = reviewer
        self.prediction = prediction
    }

    /// As commands name it: "tool/release/role/prediction".
    package var name: String { "\(reference)/\(role.rawValue)/\(prediction.slug)" }
}
