import GRDB
package import TidemarkCore
import TidemarkLibrary

/// Bringing back what lost against a concurrent write, or settling that it stays lost.
extension Edit {
    /// Writes what lost over what is shown. The other losers of the field are settled with it: they are listed no more.
    ///
    /// - Parameter number: as `Conflict.number`; nil keeps what is shown.
    /// - Throws: `ReplicaError.notFound` where nothing of that number is kept.
    package func settle(_ field: ExplainedField, of item: RowID, with number: Int?) throws {
        try merger.flush()
        let entry = try merger.entry(item, .item)
        let rows = field == .folder ? try merger.placements(of: entry) : [entry]
        let fieldID = field == .folder ? FieldID.place : TableSchema.of(.item).field(named: field.rawValue)?.id
        let horizon = environment.now() - Shadow.lifetime
        let found = rows.flatMap { row in
            row.shadows(since: horizon).filter { $0.field == fieldID }.map { (row: row, shadow: $0) }
        }
        guard let fieldID, !found.isEmpty else {
            throw ReplicaError.notFound("Nothing that lost is kept for the \(field.rawValue) of this bookmark.")
        }
        guard let number else {
            for row in rows where found.contains(where: { $0.row.row == row.row }) { try keepShown(fieldID, of: row) }
            return
        }
        guard found.indices.contains(number - 1) else {
            throw ReplicaError.notFound(
                "There is no version \(number) of the \(field.rawValue): `tidemark why` lists \(found.count).")
        }
        let (row, shadow) = found[number - 1]
        guard let kind = row.table?.kind else { return }
        try replaceAll(of: fieldID, of: row, kind, by: shadow.value)
    }

    private func keepShown(_ field: FieldID, of row: MergeEntry) throws {
        guard let kind = row.table?.kind, let winner = row.state[field]?.winner else { return }
        try replaceAll(of: field, of: row, kind, by: winner.value)
    }

    /// As `set`, but over what lost too.
    private func replaceAll(of field: FieldID, of row: MergeEntry, _ kind: Kind, by value: Value) throws {
        try emit(row.row, kind, .set(field, value), seen: row.state[field]?.candidates ?? [])
    }
}
