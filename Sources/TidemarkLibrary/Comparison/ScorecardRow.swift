/// What one seat of the panel says about each column.
package struct ScorecardRow: Sendable, Hashable {
    /// One column's takes of the row's role, ordered by reviewer; empty for "No panel take".
    package struct Cell: Sendable, Hashable {
        package static let emptyLabel = "No panel take"

        package let takes: [TakeRecord]

        package var isEmpty: Bool { takes.isEmpty }
    }

    package let role: Role
    /// One per column, in their order.
    package let cells: [Cell]

    /// `nil` if no column has a take of this role.
    package init?(_ role: Role, inputs: [ComparisonColumn.Input]) {
        self.role = role
        cells = inputs.map { input in
            let takes = input.takes.filter { $0.role == role }
            return Cell(takes: takes.sorted { $0.reviewer.utf8.lexicographicallyPrecedes($1.reviewer.utf8) })
        }
        if cells.allSatisfy(\.isEmpty) { return nil }
    }
}
