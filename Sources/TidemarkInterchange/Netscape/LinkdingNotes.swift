/// linkding writes a bookmark's notes behind its description, between two marks.
enum LinkdingNotes {
    private static let opening = "[linkding-notes]"
    private static let closing = "[/linkding-notes]"

    /// `text` without the marks: the description, an empty line, the notes.
    static func merged(_ text: String) -> String {
        // Nearly all texts have no bracket at all.
        guard text.utf8.contains(UInt8(ascii: "[")), let start = text.firstRange(of: opening) else { return text }
        let before = text[..<start.lowerBound]
        let after = text[start.upperBound...]
        let end = after.firstRange(of: closing)
        let parts = [before, after[..<(end?.lowerBound ?? after.endIndex)], end.map { after[$0.upperBound...] } ?? ""]
        return parts.map(trimmed).filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
