/// What another device has removed and this one holds back.
package struct HeldRemoval: Sendable, Codable, Equatable {
    /// The device that removed it; nil where the membership log does not tell.
    package let device: String?
    /// When it arrived, in milliseconds since 1970.
    package let receivedAt: Int64
    /// What is still in sight and goes when the removal is accepted.
    package let bookmarks: [Bookmark]
}
