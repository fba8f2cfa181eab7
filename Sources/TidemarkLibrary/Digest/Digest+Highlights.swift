extension Digest {
    /// Events as a person wants them told of a period: a release's verdict once, as it moved from the beginning to the end, and
    /// new releases with the verdict and the price that they have come to.
    static func highlights(
        of events: [TimelineEvent], opening: CatalogueState, closing: CatalogueState
    ) -> [TimelineEvent] {
        let (old, new) = (tallies(of: opening), tallies(of: closing))
        let prices = Dictionary(uniqueKeysWithValues: closing.releases.map { ($0.reference, $0.release.pricingText) })
        let fresh = Set(events.filter { $0.kind == .newRelease }.map(\.reference))
        var last: [String: Int] = [:]
        for (index, event) in events.enumerated() where event.kind == .verdict { last[event.reference] = index }
        return events.enumerated().compactMap { index, event in
            guard event.kind == .newRelease || event.kind == .verdict, let tally = new[event.reference] else {
                return event
            }
            if event.kind == .newRelease {
                return event.retold(TimelineEvent.newTitle(tally), detail: prices[event.reference] ?? "")
            }
            guard last[event.reference] == index, !fresh.contains(event.reference), let before = old[event.reference],
                before.verdict != tally.verdict
            else { return nil }
            return event.retold(
                TimelineEvent.verdictTitle(tally, before: before),
                detail: "Now \(tally.verdictLabel); before \(before.verdictLabel).")
        }
    }

    private static func tallies(of state: CatalogueState) -> [String: PanelTally] {
        Dictionary(
            uniqueKeysWithValues: state.releases.map {
                ($0.reference, PanelTally(takes: $0.takes, threshold: state.threshold))
            })
    }
}

extension TimelineEvent {
    fileprivate func retold(_ title: String, detail: String) -> TimelineEvent {
        TimelineEvent(
            kind: kind, at: at, reference: reference, releaseName: releaseName, title: title, detail: detail)
    }
}
