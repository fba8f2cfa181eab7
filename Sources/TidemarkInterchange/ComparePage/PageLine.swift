/// A line of a page that is not empty.
struct PageLine {
    /// From 1.
    var number: Int
    /// Without white space at its ends.
    var text: String

    /// The lines of `text` that are not empty; the last element of `breaks` tells nothing.
    static func lines(of text: String) -> [PageLine] {
        var lines: [PageLine] = []
        var number = 0
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            number += 1
            var content = line
            while content.first?.isWhitespace == true || content.first == "\u{FEFF}" { content.removeFirst() }
            while content.last?.isWhitespace == true { content.removeLast() }
            if !content.isEmpty { lines.append(PageLine(number: number, text: String(content))) }
        }
        return lines
    }
}
