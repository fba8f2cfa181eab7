/// A passage that a reader marked on a page.
package struct HighlightRecord: Sendable, Hashable, Codable {
    /// The words that are marked, as the page had them.
    package var quote: String
    /// What the reader wrote about them.
    package var note: String
    /// Where they stand, in the words of the source: only its own readers know how to read it.
    package var position: String?
    /// A name such as "yellow", or a value such as "#ffd000".
    package var colour: String?
    /// Milliseconds since 1970.
    package var addedAt: Int64?

    package init(
        quote: String, note: String = "", position: String? = nil, colour: String? = nil, addedAt: Int64? = nil
    ) {
        self.quote = quote
        self.note = note
        self.position = position
        self.colour = colour
        self.addedAt = addedAt
    }
}
