/// One bookmark as a foreign file states it, or as an exporter is to write it.
///
/// A plain value: nothing here is merged or stored. Texts are already decoded (no entities, no escapes).
package struct BookmarkRecord: Sendable, Hashable {
    /// The address exactly as the source gives it. `AddressNormalizer` makes the key.
    package var url: String
    /// Empty when the source has none.
    package var title: String
    /// May hold several lines, separated by a line feed.
    package var note: String
    /// In the order of the source, without repeats.
    package var tags: [String]
    /// Names of the folders around it, outermost first; empty at the top level.
    package var folder: [String]
    /// Milliseconds since 1970.
    package var addedAt: Int64?
    /// Milliseconds since 1970.
    package var modifiedAt: Int64?
    package var unread: Bool
    package var favourite: Bool
    package var archived: Bool
    /// `nil` where the source does not say.
    package var isPrivate: Bool?
    /// How much of the page was read, in percent; `nil` where the source does not say.
    package var progress: Int?
    package var highlights: [HighlightRecord]
    /// What the source itself calls the record, as "source:name"; kept so that both can be matched again later.
    package var origin: String?
    /// The line of the source on which the record begins, or its number where the source has no lines, from 1; 0 where
    /// it came from no file.
    package var line: Int

    package init(
        url: String, title: String = "", note: String = "", tags: [String] = [], folder: [String] = [],
        addedAt: Int64? = nil, modifiedAt: Int64? = nil, unread: Bool = false, favourite: Bool = false,
        archived: Bool = false, isPrivate: Bool? = nil, progress: Int? = nil,
        highlights: [HighlightRecord] = [], origin: String? = nil, line: Int = 0
    ) {
        self.url = url
        self.title = title
        self.note = note
        self.tags = tags
        self.folder = folder
        self.addedAt = addedAt
        self.modifiedAt = modifiedAt
        self.unread = unread
        self.favourite = favourite
        self.archived = archived
        self.isPrivate = isPrivate
        self.progress = progress
        self.highlights = highlights
        self.origin = origin
        self.line = line
    }
}
