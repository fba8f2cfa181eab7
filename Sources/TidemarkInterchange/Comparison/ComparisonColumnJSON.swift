import TidemarkLibrary

/// One column of `ComparisonJSON`.
package struct ComparisonColumnJSON: Codable, Sendable, Equatable {
    package struct Pricing: Codable, Sendable, Equatable {
        /// As written.
        package var text: String
        package var entry: String
        package var tiers: [Tier]
    }

    package struct Tier: Codable, Sendable, Equatable {
        package var label: String
        /// In minor units of the currency; 0 is free.
        package var amountMinor: Int64?
        /// ISO 4217.
        package var currency: String?
        package var period: String
        package var unit: String
        package var text: String
    }

    package struct Panel: Codable, Sendable, Equatable {
        package var verdict: String
        package var label: String
        package var shareLabel: String
        package var ship: Int
        package var skip: Int
        package var undecided: Int
        package var absent: Int
        package var percent: Int?
        package var meanScore: Double?
        package var thresholdPercent: Int
    }

    package struct Community: Codable, Sendable, Equatable {
        package var ship: Int
        package var skip: Int
        package var label: String
        package var percent: Int?
        /// Wilson, 95%.
        package var lowerBound: Double
    }

    package var reference: String
    package var tool: String
    package var release: String
    package var version: String?
    /// ISO 8601 calendar date.
    package var releasedOn: String?
    package var monogram: String
    package var category: String
    package var tagline: String
    package var description: String
    package var bestFor: String
    package var website: String?
    package var pricing: Pricing
    package var panel: Panel
    package var community: Community
    /// The reader's own.
    package var ownVerdict: String?

    init(_ column: ComparisonColumn) {
        reference = column.reference
        tool = column.toolName
        release = column.releaseName
        version = column.version
        releasedOn = column.releasedOn
        monogram = column.monogram
        category = column.category
        tagline = column.tagline
        description = column.description
        bestFor = column.bestFor
        website = column.website
        let tiers = column.tiers.map {
            Tier(
                label: $0.label, amountMinor: $0.amountMinor, currency: $0.currency, period: $0.period.rawValue,
                unit: $0.unit.rawValue, text: $0.text)
        }
        pricing = Pricing(text: column.pricing, entry: column.entry, tiers: tiers)
        let tally = column.panel
        panel = Panel(
            verdict: tally.verdict.rawValue, label: tally.verdictLabel, shareLabel: tally.shareLabel, ship: tally.ship,
            skip: tally.skip, undecided: tally.undecided, absent: tally.absent, percent: tally.percent,
            meanScore: tally.meanScore, thresholdPercent: tally.threshold.percent)
        let votes = column.community
        community = Community(
            ship: votes.ship, skip: votes.skip, label: votes.label, percent: votes.percent, lowerBound: votes.lowerBound
        )
        ownVerdict = column.ownVerdict?.rawValue
    }
}
