/// Lists of tags as exports write them into one text.
enum Tags {
    /// Trimmed, without repeats and empty ones, in the given order.
    static func unique(_ tags: some Sequence<some StringProtocol>) -> [String] {
        var seen: Set<String> = []
        // A line feed separates tags where they are stored.
        return tags.map { $0.trimmed.replacing("\n", with: " ") }.filter { !$0.isEmpty && seen.insert($0).inserted }
    }

    /// A JSON or Python list in brackets, with single or double quotes; else words between commas.
    static func list(_ text: String) -> [String] {
        let text = text.trimmed
        guard text.hasPrefix("["), text.hasSuffix("]") else { return unique(text.split(separator: ",")) }
        var tags: [String] = []
        var tag = ""
        var quote: Character?
        var isEscaped = false
        for character in text.dropFirst().dropLast() {
            if isEscaped {
                tag.append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if let open = quote {
                if character == open { quote = nil } else { tag.append(character) }
            } else if character == "\"" || character == "'", tag.allSatisfy(\.isWhitespace) {
                tag = ""
                quote = character
            } else if character == "," {
                tags.append(tag)
                tag = ""
            } else {
                tag.append(character)
            }
        }
        return unique(tags + [tag])
    }

    /// Texts that are there, without repeats, one paragraph each.
    static func paragraphs(_ texts: String...) -> String {
        var parts: [String] = []
        for text in texts.map(\.trimmed) where !text.isEmpty && !parts.contains(text) { parts.append(text) }
        return parts.joined(separator: "\n\n")
    }
}
