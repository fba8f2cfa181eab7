/// Running text as people type it: paragraphs, whose lines belong together, and lists, whose lines begin with a mark.
enum ProseBlock: Hashable {
    case paragraph(String)
    case list([String])

    private static let marks: Set<Substring> = ["-", "*", "•"]

    /// White space inside of a block is one space. Empty for a text of white space alone.
    static func blocks(of text: String) -> [ProseBlock] {
        var blocks: [ProseBlock] = []
        var items: [String] = []
        var words: [Substring] = []
        var isItem = false
        func endList() {
            if !items.isEmpty { blocks.append(.list(items)) }
            items = []
        }
        func endRun() {
            guard !words.isEmpty else { return }
            let run = words.joined(separator: " ")
            words = []
            if isItem { return items.append(run) }
            endList()
            blocks.append(.paragraph(run))
        }
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            let parts = line.split(whereSeparator: \.isWhitespace)
            if parts.isEmpty {
                endRun()
            } else if parts.count > 1, marks.contains(parts[0]) {
                endRun()
                isItem = true
                words = Array(parts.dropFirst())
            } else {
                if words.isEmpty { isItem = false }
                words += parts
            }
        }
        endRun()
        endList()
        return blocks
    }

    /// The lines of `text`, none wider than `width` cells, with an empty line between blocks.
    static func lines(of text: String, width: Int) -> [String] {
        let blocks = blocks(of: text).map { block in
            switch block {
            case .paragraph(let text): TextWrap.lines(text, width: width)
            case .list(let items):
                items.flatMap { item in
                    TextWrap.lines(item, width: max(width - 2, 1)).enumerated().map {
                        ($0.offset == 0 ? "- " : "  ") + $0.element
                    }
                }
            }
        }
        return Array(blocks.joined(separator: [""]))
    }
}
