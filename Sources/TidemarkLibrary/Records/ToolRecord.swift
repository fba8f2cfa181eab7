/// A tool: a series of releases under one name.
package struct ToolRecord: Sendable, Hashable {
    /// Unique in its catalogue.
    package var slug: String
    package var name: String
    package var category: String
    package var tagline: String
    package var description: String
    /// `nil` where the tagline is to stand in.
    package var bestFor: String?
    package var website: String?
    /// In the order of the source; the last one is the newest.
    package var releases: [ReleaseRecord]

    package init(
        slug: String, name: String, category: String = "", tagline: String = "", description: String = "",
        bestFor: String? = nil, website: String? = nil, releases: [ReleaseRecord] = []
    ) {
        self.slug = slug
        self.name = name
        self.category = category
        self.tagline = tagline
        self.description = description
        self.bestFor = bestFor
        self.website = website
        self.releases = releases
    }
}
