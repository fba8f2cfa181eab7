/// A take or a price as it was published at some time.
package struct PublishedRevision: Sendable, Hashable {
    /// Milliseconds since 1970.
    package var publishedAt: Int64
    package var content: RevisionContent

    package init(publishedAt: Int64, content: RevisionContent) {
        self.publishedAt = publishedAt
        self.content = content
    }
}
