import GRDB
import TidemarkCore

/// Trash marks that are merged and wait for a person's decision on this device: until then they hide nothing here.
///
/// One set for all rows of a transaction.
final class HeldMarks {
    private var dots: Set<Dot> = []

    var isEmpty: Bool { dots.isEmpty }

    func contains(_ dot: Dot) -> Bool { dots.contains(dot) }

    func insert(_ dot: Dot) { dots.insert(dot) }

    static func load(_ space: SpaceRecord, _ writers: WriterTable, _ db: Database) throws -> HeldMarks {
        let marks = HeldMarks()
        let statement = try db.cachedStatement(
            sql: """
                SELECT m.writer, m.number FROM removal r JOIN removal_mark m ON m.removal = r.id
                WHERE r.held AND r.space = ?
                """)
        let held = try statement.all([.integer(space.id)]) { ($0.integer(0) ?? 0, $0.number(1)) }
        for (writer, number) in held { marks.insert(Dot(try writers.writer(writer), number)) }
        return marks
    }
}

extension MergeEntry {
    /// The trash marks that count here.
    var trashMarks: [RowState.Candidate] {
        guard let heldMarks, !heldMarks.isEmpty else { return state.trashMarks }
        return state.trashMarks.filter { !heldMarks.contains($0.version.dot) }
    }
}
