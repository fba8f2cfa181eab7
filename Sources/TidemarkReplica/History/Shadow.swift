import TidemarkCore
import TidemarkLibrary

/// What lost against a concurrent write of the same field.
///
/// The state of a row keeps it until the horizon, as a function of the operations alone. People are shown it for 90 days: from
/// then on it is neither listed, counted nor restored.
struct Shadow: Equatable {
    /// Milliseconds: what engine.md promises of losing values.
    static let lifetime: Int64 = 90 * 86_400_000

    let field: FieldID
    let version: Version
    let value: Value
    /// Milliseconds since 1970 of the later one of the two writes. Nobody can have lost before.
    let lostAt: Int64
}

extension MergeEntry {
    /// What lost and is kept, by field, the oldest first.
    ///
    /// - Parameter horizon: milliseconds since 1970; what lost before is left out.
    func shadows(since horizon: Int64) -> [Shadow] {
        var shadows: [Shadow] = []
        for cell in state.cells where cell.key.element == nil && cell.candidates.count > 1 {
            guard ![.existence, .trash, .rekey].contains(cell.key.field) else { continue }
            for (shadow, next) in zip(cell.candidates, cell.candidates.dropFirst())
            where !Self.isSame(shadow.value, cell.winner.value) {
                let lostAt = max(shadow.version.stamp, next.version.stamp).milliseconds
                guard lostAt >= horizon else { continue }
                shadows.append(
                    Shadow(field: cell.key.field, version: shadow.version, value: shadow.value, lostAt: lostAt))
            }
        }
        return shadows
    }

    /// Fields' values that lost against concurrent writes and differ from what is shown.
    func conflicts(since horizon: Int64) -> Int {
        // Nearly all rows: nothing is allocated for them.
        guard state.cells.contains(where: { $0.candidates.count > 1 }) else { return 0 }
        return shadows(since: horizon).count
    }

    /// Two places in one folder differ in the order only: nobody looks for that.
    private static func isSame(_ a: Value, _ b: Value) -> Bool {
        if case .place(let x, _) = a, case .place(let y, _) = b { return x == y }
        return a == b
    }
}
