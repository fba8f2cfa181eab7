import TidemarkLibrary

/// The cell in which Raindrop writes highlights: a line "Highlight:..." for each, with a line "Note:..." behind it where
/// there is one. Either may go on over more lines.
enum RaindropHighlights {
    static func read(_ text: String) -> [HighlightRecord] {
        var highlights: [HighlightRecord] = []
        var isNote = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("Highlight:") {
                highlights.append(HighlightRecord(quote: line.dropFirst(10).trimmed))
                isNote = false
            } else if line.hasPrefix("Note:"), !highlights.isEmpty {
                highlights[highlights.count - 1].note = line.dropFirst(5).trimmed
                isNote = true
            } else if highlights.isEmpty {
                if !line.trimmed.isEmpty { highlights.append(HighlightRecord(quote: line.trimmed)) }
            } else if isNote {
                highlights[highlights.count - 1].note += "\n" + line
            } else {
                highlights[highlights.count - 1].quote += "\n" + line
            }
        }
        return highlights.map { HighlightRecord(quote: $0.quote.trimmed, note: $0.note.trimmed) }.filter {
            !$0.quote.isEmpty
        }
    }
}
