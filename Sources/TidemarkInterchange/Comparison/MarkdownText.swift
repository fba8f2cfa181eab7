/// Plain texts in Markdown, so that nothing in them is taken for markup (CommonMark 0.31, 2.4).
enum MarkdownText {
    private static let special: Set<Character> = ["\\", "`", "*", "_", "[", "]", "<", ">", "|", "~", "#", "&"]

    /// On one line.
    static func inline(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).map { escape(String($0)) }.joined(separator: " ")
    }

    /// Paragraphs stay apart, and lists remain lists; lines in a paragraph are joined.
    static func paragraphs(_ text: String) -> String {
        ProseBlock.blocks(of: text).map { block in
            switch block {
            case .paragraph(let text): guarded(inline(text))
            case .list(let items): items.map { "* \(guarded(inline($0)))" }.joined(separator: "\n")
            }
        }.joined(separator: "\n\n")
    }

    private static func escape(_ text: String) -> String {
        var output = ""
        for character in text {
            if special.contains(character) { output.append("\\") }
            output.append(character)
        }
        return output
    }

    /// A paragraph that begins like a list or a rule is none.
    private static func guarded(_ text: String) -> String {
        guard let first = text.first else { return text }
        if "-+=".contains(first) { return "\\" + text }
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let rest = text[digits.endIndex...]
        if !digits.isEmpty, let mark = rest.first, mark == "." || mark == ")" { return digits + "\\" + rest }
        return text
    }
}
