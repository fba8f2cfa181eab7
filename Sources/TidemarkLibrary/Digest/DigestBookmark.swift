/// What a digest knows of a bookmark.
package struct DigestBookmark: Sendable, Hashable {
    package let title: String
    package let url: String
    /// The address in normal form; nil where it has none.
    package let key: String?
    /// Milliseconds since 1970.
    package let addedAt: Int64?

    /// - Parameter key: nil to compute it, which costs more than all the rest.
    package init(title: String, url: String, key: String? = nil, addedAt: Int64?) {
        self.title = title
        self.url = url
        self.key = key ?? (try? AddressNormalizer.key(of: url))
        self.addedAt = addedAt
    }

    package var shownTitle: String { title.isEmpty ? url : title }
}
