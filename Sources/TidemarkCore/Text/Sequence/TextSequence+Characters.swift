/// Edits that count in characters as people see them, so that none leaves half of one behind.
extension TextSequence {
    /// Inserts a text before the character number `offset`. Cost: the length of the text.
    ///
    /// - Precondition: the text has that many characters.
    package mutating func insert(_ inserted: String, atCharacter offset: Int, dot: Dot) -> TextChange {
        insert(inserted, at: scalarOffset(ofCharacter: offset, in: text), dot: dot)
    }

    /// Deletes whole characters. Cost: the length of the text.
    package mutating func delete(characters range: Range<Int>, dot: Dot) -> TextChange {
        let text = text
        let first = scalarOffset(ofCharacter: range.lowerBound, in: text)
        return delete(first..<scalarOffset(ofCharacter: range.upperBound, in: text), dot: dot)
    }

    /// Makes the text another one, keeping what both share: words that stay stay, so that edits of others in them do too.
    ///
    /// The result is `text` to the byte; whole characters are deleted and inserted.
    package mutating func replace(with text: String, dot: Dot) -> TextChange {
        edit(TextDifference.edits(from: self.text, to: text), dot: dot)
    }

    private func scalarOffset(ofCharacter offset: Int, in text: String) -> Int {
        text.prefix(offset).unicodeScalars.count
    }
}
