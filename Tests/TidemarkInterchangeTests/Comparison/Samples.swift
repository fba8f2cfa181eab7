import TidemarkLibrary

/// Two releases with the figures that the documentation uses.
enum Samples {
    static func comparison() throws -> Comparison {
        let takesA = [
            TakeRecord(
                role: .builder, reviewer: "Builder", score: 88, stance: .ship, rationale: "Quick.\n\nAnd steady."),
            TakeRecord(role: .skeptic, reviewer: "Skeptic", score: 82, stance: .ship, rationale: "漢字 works too."),
            TakeRecord(role: .futurist, reviewer: "Guest", score: 85, stance: .ship),
            TakeRecord(role: .pm, reviewer: "PM", score: 79, stance: .ship),
        ]
        let takesB = [
            TakeRecord(role: .builder, reviewer: "Builder", score: 87, stance: .ship),
            TakeRecord(role: .skeptic, reviewer: "Skeptic", score: 78, stance: .ship),
            TakeRecord(role: .futurist, reviewer: "Futurist", score: 82, stance: .ship),
            TakeRecord(role: .founder, reviewer: "Founder", score: 52, stance: .skip, rationale: "No market."),
        ]
        let price = "Free tier / $20/mo Pro"
        let alpha = ToolRecord(slug: "alpha", name: "Alpha", category: "Editors", tagline: "Works while you sleep")
        let beta = ToolRecord(slug: "beta", name: "Beta", tagline: "Small\u{1B}[31m and\tred")
        return try Comparison([
            ComparisonColumn.Input(
                tool: alpha,
                release: ReleaseRecord(
                    slug: "1", name: "Alpha v1", version: "1", pricingText: price, tiers: PriceText.parse(price),
                    takes: takesA),
                votes: CommunityTally(ship: 4, skip: 1), ownVerdict: .ship),
            ComparisonColumn.Input(tool: beta, release: ReleaseRecord(slug: "2", name: "Beta v2", takes: takesB)),
        ])
    }

    /// Texts that try to be more than texts.
    static let hostile = (
        tool: ToolRecord(
            slug: "a", name: "<b>&\"'", tagline: "<img src=x onclick=y>", website: "javascript:alert(1)"),
        release: ReleaseRecord(slug: "1", name: "</title><script>x</script>")
    )
}
