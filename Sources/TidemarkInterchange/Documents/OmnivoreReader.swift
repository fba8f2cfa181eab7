import TidemarkLibrary

/// Omnivore's export: arrays in metadata_*.json; marked passages as Markdown in highlights/SLUG.md; pages in content/.
enum OmnivoreReader {
    /// - Parameter highlights: by slug.
    static func records(of document: JSONValue, highlights: [String: [HighlightRecord]]) -> [ImportRecord] {
        document.array.map { entry in
            var record = BookmarkRecord(url: entry["url"].string, title: entry["title"].string, line: entry.line)
            record.tags = Tags.unique(entry["labels"].array.compactMap { $0.text ?? $0["name"].text })
            record.addedAt = DateText.milliseconds(entry["savedAt"])
            record.modifiedAt = DateText.milliseconds(entry["updatedAt"])
            record.archived = entry["state"].string == "Archived"
            record.highlights = highlights[entry["slug"].string] ?? []
            // In percent, as a number with or without a fraction.
            if let progress = entry["readingProgress"].number, progress > 0 {
                record.progress = Int(min(progress, 100).rounded())
            }
            record.unread = !record.archived && record.progress == nil
            if let id = entry["id"].text { record.origin = "omnivore:\(id)" }
            return .bookmark(record)
        }
    }

    /// Passages are quoted paragraphs; the paragraph behind one is the note on it.
    static func highlights(in markdown: String) -> [HighlightRecord] {
        var highlights: [HighlightRecord] = []
        var quote: [String] = []
        func endQuote() {
            let text = quote.joined(separator: "\n").trimmed
            if !text.isEmpty { highlights.append(HighlightRecord(quote: text)) }
            quote = []
        }
        for line in markdown.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            if line.hasPrefix(">") {
                quote.append(withoutLink(line.dropFirst().trimmed))
            } else {
                endQuote()
                guard !highlights.isEmpty, !line.trimmed.isEmpty, !line.hasPrefix("#") else { continue }
                let last = highlights.count - 1
                highlights[last].note += (highlights[last].note.isEmpty ? "" : "\n") + line.trimmed
            }
        }
        endQuote()
        return highlights
    }

    /// Without the arrow at the end that led back to the service.
    private static func withoutLink(_ line: String) -> String {
        guard line.hasSuffix(")"), let start = line.range(of: " [\u{2934}\u{FE0F}](") else { return line }
        return String(line[..<start.lowerBound])
    }
}

extension String {
    /// The last occurrence of `text`.
    fileprivate func range(of text: String) -> Range<String.Index>? { ranges(of: text).last }
}
