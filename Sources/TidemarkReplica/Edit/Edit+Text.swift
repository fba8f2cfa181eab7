package import TidemarkCore
package import TidemarkLibrary
import TidemarkWire

/// Texts are never written as a whole but edited: what others do to other parts of them meanwhile stays.
extension Edit {
    /// Bytes of a text: half of what one value may take, so that there is room for what an edit of it refers to.
    package static let maximumText = Limits.valueBytes / 2

    /// Makes what stands in a field another text. Whether that changes it.
    ///
    /// - Throws: `ReplicaError.refused` for a text of more than `maximumText` bytes.
    @discardableResult
    package func write(
        _ row: RowID, _ kind: Kind, _ field: FieldID, _ text: String, dated: Stamp? = nil
    ) throws -> Bool {
        let text = text.withoutNUL
        let held = try merger.entry(row, kind).state.texts[field]
        if (held?.text ?? "") == text { return false }
        guard let held else { return try begin(row, kind, field, text, dated: dated) }
        try Self.check(text)
        return try emit(row, kind, field, held.replacing(with: text, dot: Dot(writer, number)), dated: dated)
    }

    /// Does to a field what a person did to a text that was shown, whatever has become of the field since. Whether that
    /// changes it.
    @discardableResult
    package func revise(
        _ row: RowID, _ kind: Kind, _ field: FieldID, from base: String, to text: String
    ) throws -> Bool {
        let text = text.withoutNUL
        if text == base { return false }
        guard let held = try merger.entry(row, kind).state.texts[field] else {
            return try begin(row, kind, field, text, dated: nil)
        }
        if held.text == text { return false }
        try Self.check(text)
        return try emit(row, kind, field, held.revising(from: base, to: text, dot: Dot(writer, number)))
    }

    /// Takes back what made one text of another.
    ///
    /// - Returns: whether that changes anything, and whether something is left as it is, for others have written over it.
    func revert(
        _ row: RowID, _ kind: Kind, _ field: FieldID, from after: String, to before: String
    ) throws -> (isChanged: Bool, isPart: Bool) {
        guard let held = try merger.entry(row, kind).state.texts[field], held.text != before else {
            return (false, false)
        }
        let (change, isPart) = held.reverting(from: after, to: before, dot: Dot(writer, number))
        return (try emit(row, kind, field, change), isPart)
    }

    private func begin(
        _ row: RowID, _ kind: Kind, _ field: FieldID, _ text: String, dated: Stamp?
    ) throws -> Bool {
        if text.isEmpty { return false }
        try Self.check(text)
        let seen = try merger.entry(row, kind).state[field]?.candidates ?? []
        try emit(row, kind, .seed(field, text), seen: seen, dated: dated)
        return true
    }

    private func emit(
        _ row: RowID, _ kind: Kind, _ field: FieldID, _ change: TextChange, dated: Stamp? = nil
    ) throws -> Bool {
        if change.isEmpty { return false }
        // An upper bound of what ids take: a text in thousands of pieces is not replaced in one edit.
        let size = change.pieces.reduce(0) { $0 + $1.text.utf8.count + 32 } + 32 * change.deletions.count
        guard size <= Limits.valueBytes else {
            throw ReplicaError.refused("The text has been edited too often to be replaced at once: change it in parts.")
        }
        let seen = try merger.entry(row, kind).state[field]?.candidates ?? []
        try emit(row, kind, .edit(field, change), seen: seen, dated: dated)
        return true
    }

    private static func check(_ text: String) throws {
        guard text.utf8.count <= maximumText else {
            throw ReplicaError.refused(
                "The text is \(text.utf8.count) bytes long, and at most \(maximumText) fit: shorten it.")
        }
    }
}
