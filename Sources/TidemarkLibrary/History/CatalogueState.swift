/// A catalogue at one time: what its comparisons are computed from.
package struct CatalogueState: Sendable, Hashable {
    package let threshold: VerdictThreshold
    /// By tool and date; the own verdict, which is nobody else's business, is left out.
    package let releases: [ComparisonColumn.Input]

    package init(
        _ current: [RevisionSubject: Revision], votes: [String: CommunityTally], predictions: [PredictionEntry],
        on day: Day
    ) {
        var threshold = VerdictThreshold.half
        var tools: [String: ToolRecord] = [:]
        var releases: [String: (tool: String, release: ReleaseRecord)] = [:]
        var prices: [String: Revision] = [:]
        var takes: [String: [TakeRecord]] = [:]
        for (subject, revision) in current {
            switch (subject, revision.content) {
            case (_, .threshold(let percent)): threshold = VerdictThreshold(percent: percent)
            case (.tool(let slug), .tool(let tool)): tools[slug] = tool
            case (.release(let tool, _), .release(let release)):
                releases[subject.reference ?? ""] = (tool, release)
            case (.pricing, .pricing): prices[subject.reference ?? ""] = revision
            case (.take, .take(var take)):
                take.publishedAt = revision.publishedAt
                takes[subject.reference ?? "", default: []].append(take)
            default: break
            }
        }
        self.threshold = threshold
        let inputs = releases.map { reference, entry -> ComparisonColumn.Input in
            var release = entry.release
            if let price = prices[reference], case .pricing(let text) = price.content {
                release.pricingText = text
                release.tiers = PriceText.parse(text)
                release.pricedAt = price.publishedAt
            }
            release.takes = Self.ordered(takes[reference] ?? []).map { take in
                var take = take
                take.predictions = predictions.compactMap { entry in
                    guard entry.reference == reference, entry.role == take.role, entry.reviewer == take.reviewer else {
                        return nil
                    }
                    return entry.prediction.asOf(day)
                }
                return take
            }
            return ComparisonColumn.Input(
                reference: reference, tool: tools[entry.tool] ?? ToolRecord(slug: entry.tool, name: entry.tool),
                release: release, votes: votes[reference] ?? CommunityTally())
        }
        self.releases = inputs.sorted { a, b in
            (a.tool.slug, a.release.releasedOn ?? "", a.release.slug)
                < (b.tool.slug, b.release.releasedOn ?? "", b.release.slug)
        }
    }

    package func release(_ reference: String) -> ComparisonColumn.Input? {
        releases.first { $0.reference == reference }
    }

    private static func ordered(_ takes: [TakeRecord]) -> [TakeRecord] {
        takes.sorted { a, b in
            a.role == b.role ? a.reviewer.utf8.lexicographicallyPrecedes(b.reviewer.utf8) : a.role < b.role
        }
    }
}
