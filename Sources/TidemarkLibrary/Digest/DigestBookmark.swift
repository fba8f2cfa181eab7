/// What a digest knows of a bookmark.
package struct DigestBookmark: Sendable, Hashable {
    package let title: String
    package let url: String
    /// Milliseconds since 1970.
    package let addedAt: Int64?

    package init(title: String, url: String, addedAt: Int64?) {
        self.title = title
        self.url = url
        self.addedAt = addedAt
    }

    package var shownTitle: String { title.isEmpty ? url : title }
}
