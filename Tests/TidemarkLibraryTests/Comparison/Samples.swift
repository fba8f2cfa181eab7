@testable import TidemarkLibrary

/// The two releases whose figures the documentation uses.
enum Samples {
    static func takes(_ scores: [Int?], _ stances: [Stance?]) -> [TakeRecord] {
        zip(Role.allCases, zip(scores, stances)).compactMap { role, values in
            if values.0 == nil, values.1 == nil { return nil }
            return TakeRecord(role: role, reviewer: role.displayName, score: values.0, stance: values.1)
        }
    }

    static let releaseA = ReleaseRecord(
        slug: "0.50", name: "Alpha v0.50", version: "0.50",
        pricingText: "Free tier / $20/mo Pro / $40/mo Business",
        tiers: PriceText.parse("Free tier / $20/mo Pro / $40/mo Business"),
        takes: takes([88, 82, 85, 79, nil], [.ship, .ship, .ship, .ship, nil]))
    static let releaseB = ReleaseRecord(
        slug: "current", name: "Beta",
        takes: takes([87, 78, 82, nil, 52], [.ship, .ship, .ship, nil, .skip]))
    static let inputA = ComparisonColumn.Input(
        tool: ToolRecord(slug: "alpha", name: "alpha", category: "Tools", tagline: "Works at night"), release: releaseA)
    static let inputB = ComparisonColumn.Input(
        tool: ToolRecord(slug: "beta", name: "Beta", tagline: "Small", bestFor: "Small machines"), release: releaseB,
        votes: CommunityTally(ship: 4, skip: 1))
}

extension Samples {
    /// Another release with these scores by role; "ship" for 70 and more.
    static func inputA(scoresFrom scores: [Int?], slug: String = "other") -> ComparisonColumn.Input {
        let takes = takes(scores, scores.map { $0.map { $0 >= 70 ? .ship : .skip } })
        return ComparisonColumn.Input(
            tool: ToolRecord(slug: slug, name: slug), release: ReleaseRecord(slug: "1", name: slug, takes: takes))
    }
}
