/// One release of a comparison with everything that is derived for it.
package struct ComparisonColumn: Sendable, Hashable {
    /// What a column is computed from.
    package struct Input: Sendable, Hashable {
        /// Names the release in the catalogue, e.g. "cursor/0.50".
        package var reference: String
        /// Its releases are ignored.
        package var tool: ToolRecord
        /// Its takes are ignored.
        package var release: ReleaseRecord
        package var takes: [TakeRecord]
        package var votes: CommunityTally
        /// The reader's own verdict.
        package var ownVerdict: Stance?

        /// - Parameters:
        ///   - reference: `nil` for the slugs of tool and release, joined by a slash.
        ///   - takes: `nil` for the takes of `release`.
        package init(
            reference: String? = nil, tool: ToolRecord, release: ReleaseRecord, takes: [TakeRecord]? = nil,
            votes: CommunityTally = CommunityTally(), ownVerdict: Stance? = nil
        ) {
            self.reference = reference ?? "\(tool.slug)/\(release.slug)"
            self.tool = tool
            self.release = release
            self.takes = takes ?? release.takes
            self.votes = votes
            self.ownVerdict = ownVerdict
        }
    }

    package let reference: String
    package let toolName: String
    /// As shown, with the version.
    package let releaseName: String
    package let version: String?
    package let releasedOn: String?
    package let monogram: String
    package let category: String
    package let tagline: String
    package let description: String
    package let website: String?
    package let bestFor: String
    package let panel: PanelTally
    package let community: CommunityTally
    package let ownVerdict: Stance?
    /// The price as written, or "No price given".
    package let pricing: String
    package let tiers: [PriceTier]
    /// The cheapest tier: "Free", "$20/mo"; the price as written where no tier could be read.
    package let entry: String

    package init(_ input: Input, threshold: VerdictThreshold) {
        let tool = input.tool
        let release = input.release
        reference = input.reference
        toolName = tool.name
        releaseName = release.name.isEmpty ? tool.name : release.name
        version = release.version
        releasedOn = release.releasedOn
        monogram = Monogram.of(tool.name)
        category = tool.category
        tagline = tool.tagline
        description = tool.description
        website = tool.website
        bestFor = tool.effectiveBestFor
        panel = PanelTally(takes: input.takes, threshold: threshold)
        community = input.votes
        ownVerdict = input.ownVerdict
        pricing = release.pricingText.isEmpty ? "No price given" : release.pricingText
        tiers = release.tiers
        entry = EntryPrice.label(tiers: release.tiers, text: pricing)
    }
}
