/// One published revision of one subject. Never changed; what is current is the newest.
package struct Revision: Sendable, Hashable {
    package let subject: RevisionSubject
    /// Milliseconds since 1970: the earliest time at which any device published it.
    package let publishedAt: Int64
    package let content: RevisionContent
    /// Tells apart what is equal otherwise; the same on every device.
    package let id: String

    package init(subject: RevisionSubject, publishedAt: Int64, content: RevisionContent, id: String = "") {
        self.subject = subject
        self.publishedAt = publishedAt
        self.content = content
        self.id = id
    }
}
