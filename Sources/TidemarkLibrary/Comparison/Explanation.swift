/// Why a derived value is what it is, from its inputs, in sentences.
package struct Explanation: Sendable, Hashable {
    /// What can be asked for.
    package enum Value: String, Sendable, Hashable, CaseIterable {
        case verdict
        case panel
        case mean
        case community
        case entry
        case bestFor = "best-for"

        package var displayName: String {
            switch self {
            case .verdict: "Verdict"
            case .panel: "Panel share"
            case .mean: "Mean score"
            case .community: "Community"
            case .entry: "Entry price"
            case .bestFor: "Best for"
            }
        }
    }

    package let value: Value
    /// As it is shown.
    package let shown: String
    package let reasons: [String]

    package init(_ value: Value, of input: ComparisonColumn.Input, threshold: VerdictThreshold) {
        self.value = value
        let panel = PanelTally(takes: input.takes, threshold: threshold)
        switch value {
        case .verdict: (shown, reasons) = (panel.verdict.displayName, Self.verdict(panel, input.takes))
        case .panel: (shown, reasons) = (panel.shareLabel, Self.share(panel))
        case .mean: (shown, reasons) = (panel.meanScoreLabel ?? "No score", Self.mean(input.takes))
        case .community: (shown, reasons) = (input.votes.label, Self.community(input.votes))
        case .entry:
            shown = EntryPrice.label(
                tiers: input.release.tiers,
                text: input.release.pricingText.isEmpty ? "No price given" : input.release.pricingText)
            reasons = Self.entry(input.release)
        case .bestFor:
            shown = input.tool.effectiveBestFor
            let isOwn = input.tool.bestFor == shown && !shown.isEmpty
            reasons = [isOwn ? "The catalogue states it." : "The catalogue states none, so the tagline stands in."]
        }
    }

    package static func all(of input: ComparisonColumn.Input, threshold: VerdictThreshold) -> [Explanation] {
        Value.allCases.map { Explanation($0, of: input, threshold: threshold) }
    }

    // MARK: Reasons

    private static func author(_ take: TakeRecord) -> String {
        take.reviewer == take.role.displayName ? take.reviewer : "\(take.role.displayName) (\(take.reviewer))"
    }

    private static func list(_ names: [String]) -> String { names.isEmpty ? "nobody" : names.joined(separator: ", ") }

    private static func verdict(_ panel: PanelTally, _ takes: [TakeRecord]) -> [String] {
        let ship = takes.filter { $0.stance == .ship }.map(author)
        let skip = takes.filter { $0.stance == .skip }.map(author)
        var reasons = ["Ship say \(list(ship)); skip say \(list(skip))."]
        let neither = takes.filter { $0.stance == nil }.map(author)
        if !neither.isEmpty { reasons.append("Takes without a stance do not count: \(list(neither)).") }
        let absent = Role.allCases.filter { role in !takes.contains { $0.role == role } }.map(\.displayName)
        if !absent.isEmpty { reasons.append("Without a take, which counts for neither side: \(list(absent)).") }
        guard panel.stanceCount > 0 else { return reasons + ["Without a stance there is no verdict."] }
        let (share, required) = (panel.ship * 100, panel.threshold.percent * panel.stanceCount)
        let relation = share > required ? "more than" : share == required ? "exactly" : "less than"
        reasons.append(
            "\(panel.ship) of n = \(panel.stanceCount) is \(relation) the \(panel.threshold.percent)% that the catalogue "
                + "asks for: \(panel.verdict.displayName).")
        reasons.append("Scores play no part in it.")
        return reasons
    }

    private static func share(_ panel: PanelTally) -> [String] {
        guard panel.stanceCount > 0 else { return ["No take has a stance. That is not 0%."] }
        return ["\(panel.ship) ship of n = \(panel.stanceCount) takes with a stance (\(panel.basisLabel))."]
    }

    private static func mean(_ takes: [TakeRecord]) -> [String] {
        let scores = takes.compactMap(\.score)
        guard !scores.isEmpty else { return ["No take has a score."] }
        let missing = takes.filter { $0.score == nil }.map(author)
        let sum = scores.map { String($0) }.joined(separator: " + ")
        var reasons = ["(\(sum)) / \(scores.count), each take with a score counting once."]
        if !missing.isEmpty { reasons.append("Without a score: \(list(missing)).") }
        return reasons
    }

    private static func community(_ votes: CommunityTally) -> [String] {
        guard votes.count > 0 else { return ["n = 0: nobody has voted. That is not 0%; in ranks it stands last."] }
        var reasons = ["n = \(votes.count): \(votes.ship) ship, \(votes.skip) skip; each person has one vote."]
        if votes.percent == nil {
            reasons.append(
                "Below \(CommunityTally.votesForPercentage) votes a percentage would say more than is known.")
        }
        reasons.append(
            "With 95% confidence the share of ship is \(votes.interval.label) (Wilson interval); ranks go by the lower end."
        )
        return reasons
    }

    private static func entry(_ release: ReleaseRecord) -> [String] {
        guard !release.pricingText.isEmpty else { return ["The catalogue gives no price."] }
        var reasons = ["The price as written: \(release.pricingText)"]
        // Of a single tier the last sentence says enough.
        for tier in release.tiers where release.tiers.count > 1 || tier.amountMinor == nil {
            reasons.append(
                tier.amountMinor == nil
                    ? "\"\(tier.text)\" gives no single amount and is shown as written."
                    : "\"\(tier.text)\" is read as \(EntryPrice.label(of: tier)).")
        }
        guard let entry = EntryPrice.tier(of: release.tiers) else {
            return reasons + ["No amount could be read, so the text itself is shown."]
        }
        reasons.append(
            entry.amountMinor == 0
                ? "\"\(entry.text)\" is free, which is cheapest."
                : "\"\(entry.text)\" is the cheapest: regular prices first, a year counting as twelve months; only the "
                    + "first currency is compared.")
        return reasons
    }
}
