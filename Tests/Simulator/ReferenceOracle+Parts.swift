import TestSupport
import TidemarkCore
import TidemarkLibrary
import TidemarkReplica

/// What else the tables say of a shelf.
extension ReferenceOracle {
    /// Whether a row of its own is there and not in the trash.
    private func isLiving(_ row: RowID, _ kind: Kind) -> Bool {
        let content = model.content(row, isContent: TableSchema.of(kind).isContent)
        return model.exists(row) && !model.isTrashed(row, content: content)
    }

    /// Marks, counters and highlights, of what is in the trash too.
    func parts() throws -> [String] {
        var wrong: [String] = []
        let entries = Dictionary(try replica.shelfEntries().map { ($0.id, $0) }) { a, _ in a }
        for row in items.sorted() where model.exists(row) {
            guard let entry = entries[row.description] else {
                wrong.append("\(row) is in no export")
                continue
            }
            func isMarked(_ field: FieldID) -> Bool { model.register(row, field)?.winner == .integer(1) }
            if entry.favourite != isMarked(.favourite) { wrong.append("favourite of \(row)") }
            if entry.archived != isMarked(.archived) { wrong.append("archived of \(row)") }
            if Int64(entry.opens) != model.sum(row, .opens) ?? 0 { wrong.append("openings of \(row)") }
            if Set(entry.origins) != model.elements(row, .origins) { wrong.append("origins of \(row)") }
            let highlights = (hanging[row] ?? []).filter { $0.kind == .highlight && isLiving($0.row, .highlight) }
            let quotes = highlights.compactMap { model.register($0.row, .quote)?.winner.text }
            if entry.highlights.map(\.quote).sorted() != quotes.sorted() { wrong.append("highlights of \(row)") }
            for highlight in highlights {
                guard let quote = model.register(highlight.row, .quote)?.winner.text else { continue }
                let note = model.text(highlight.row, .note) ?? ""
                let isThere = entry.highlights.contains { $0.quote == quote && $0.note == note }
                if !isThere { wrong.append("note of a highlight of \(row)") }
            }
        }
        return wrong
    }

    func ownVerdicts() throws -> [String] {
        var wrong: [String] = []
        let shown = Dictionary(try replica.ownVerdicts().map { ($0.key, $0.record) }) { a, _ in a }
        let living = verdicts.filter { isLiving($0.key, .ownVerdict) }
        if Set(shown.keys) != Set(living.values.map(\.text)) { wrong.append("which own verdicts there are") }
        for (row, key) in living.sorted(by: { $0.key < $1.key }) {
            guard let record = shown[key.text] else { continue }
            if record.stance?.rawValue != model.register(row, .stance)?.winner.text { wrong.append("verdict \(row)") }
            if record.decidedOn?.description != model.register(row, .decided)?.winner.text {
                wrong.append("day of verdict \(row)")
            }
            if record.note != model.text(row, .note) ?? "" { wrong.append("note of verdict \(row)") }
        }
        return wrong
    }
}

extension Value {
    /// Nil for anything but a text.
    var text: String? { if case .text(let text) = self { text } else { nil } }
}
