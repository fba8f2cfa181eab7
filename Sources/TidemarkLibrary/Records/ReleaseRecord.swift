/// One release of a tool. Verdicts, prices and takes belong to a release, not to the tool.
package struct ReleaseRecord: Sendable, Hashable {
    /// Unique among the releases of its tool.
    package var slug: String
    /// As shown: the tool with its version, and what the release is about.
    package var name: String
    package var version: String?
    /// ISO 8601 calendar date, `YYYY-MM-DD`.
    package var releasedOn: String?
    /// The price as written; it wins where `tiers` could not be read.
    package var pricingText: String
    package var tiers: [PriceTier]
    /// When the price was published as it stands, in milliseconds since 1970; nil where the source does not say.
    package var pricedAt: Int64?
    package var takes: [TakeRecord]
    /// Takes and prices that were published and replaced since, the oldest first.
    package var earlier: [PublishedRevision]

    package init(
        slug: String, name: String, version: String? = nil, releasedOn: String? = nil, pricingText: String = "",
        tiers: [PriceTier] = [], pricedAt: Int64? = nil, takes: [TakeRecord] = [], earlier: [PublishedRevision] = []
    ) {
        self.slug = slug
        self.name = name
        self.version = version
        self.releasedOn = releasedOn
        self.pricingText = pricingText
        self.tiers = tiers
        self.pricedAt = pricedAt
        self.takes = takes
        self.earlier = earlier
    }

    /// When it is first heard of, in milliseconds since 1970: its date, else the earliest that anything of it was published.
    package var firstKnownAt: Int64? {
        if let day = releasedOn.flatMap({ Day($0) }) { return day.start }
        return (takes.compactMap(\.publishedAt) + earlier.map(\.publishedAt) + [pricedAt].compactMap(\.self)).min()
    }
}
