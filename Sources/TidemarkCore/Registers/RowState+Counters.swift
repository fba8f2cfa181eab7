/// Counters: a register for each writer, and their sum. After the PN-counter of Shapiro et al., "A comprehensive study of
/// Convergent and Commutative Replicated Data Types" (2011), with one signed part instead of two.
///
/// A part stands in the cell of the field with the writer's id as element. Only its own writer replaces it, and always with a
/// larger number: no context is needed, and one that arrives late is left out. A writer that takes another id (`Op.reissued`)
/// begins a new part with what it has counted alone.
extension RowState {
    /// Nil where nobody has ever counted.
    package func sum(of field: FieldID) -> Int64? {
        var sum: Int64?
        for cell in cells where cell.key.field == field {
            guard case .integer(let part) = cell.winner.value else { continue }
            sum = (sum ?? 0).addingSaturated(part)
        }
        return sum
    }

    package func part(of writer: WriterID, in field: FieldID) -> Int64 {
        guard case .integer(let part)? = cell(CellKey(field, element: writer.description))?.winner.value else {
            return 0
        }
        return part
    }

    mutating func count(_ part: Int64, in field: FieldID, _ version: Version) {
        let key = CellKey(field, element: version.dot.writer.description)
        let candidate = Candidate(version: version, value: .integer(part))
        guard let index = cells.firstIndex(where: { $0.key == key }) else { return insert(candidate, at: key) }
        if cells[index].winner.version.dot.number < version.dot.number { cells[index].candidates = [candidate] }
    }

    /// Of two states one may lack what the other has of a writer, and have what came later: the larger number counts there, too.
    mutating func keepLastPart(at key: CellKey) {
        guard key.element != nil, let index = cells.firstIndex(where: { $0.key == key }),
            cells[index].candidates.count > 1, case .integer = cells[index].winner.value,
            let last = cells[index].candidates.max(by: { $0.version.dot.number < $1.version.dot.number })
        else { return }
        cells[index].candidates = [last]
    }
}

extension Int64 {
    /// The sum, or the number next to it that there is.
    package func addingSaturated(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other < 0 ? .min : .max) : sum
    }
}
