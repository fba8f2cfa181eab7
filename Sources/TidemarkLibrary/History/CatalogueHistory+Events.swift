extension CatalogueHistory {
    /// What happened after `start` and not after `end` (milliseconds since 1970), by time, then by release.
    ///
    /// Verdicts are derived anew after each publication, so that the same change has the same time in every period. Votes are
    /// told once a release, as the movement over the period.
    ///
    /// - Parameter tool: only that tool's events.
    package func events(after start: Int64, through end: Int64, tool: String? = nil) -> [TimelineEvent] {
        var walk = TimelineWalk()
        var index = revisions.startIndex
        while index < revisions.endIndex, revisions[index].publishedAt <= end {
            let time = revisions[index].publishedAt
            let next = revisions[index...].firstIndex { $0.publishedAt != time } ?? revisions.endIndex
            walk.publish(revisions[index..<next], at: time, isTold: time > start)
            index = next
        }
        var events = walk.events + voteEvents(after: start, through: end, names: walk.names)
        events += predictionEvents(after: start, through: end, names: walk.names)
        if let tool { events = events.filter { $0.reference.hasPrefix(tool + "/") } }
        return events.sorted { a, b in
            (a.at, a.reference, Self.rank(a), a.title) < (b.at, b.reference, Self.rank(b), b.title)
        }
    }

    private static func rank(_ event: TimelineEvent) -> Int {
        TimelineEvent.Kind.allCases.firstIndex(of: event.kind) ?? 0
    }

    private func voteEvents(after start: Int64, through end: Int64, names: [String: String]) -> [TimelineEvent] {
        let moved = Set(votes.filter { $0.castAt > start && $0.castAt <= end }.map(\.reference)).sorted()
        guard !moved.isEmpty else { return [] }
        let (before, after) = (tallies(at: start), tallies(at: end))
        return moved.compactMap { reference in
            let (old, new) = (before[reference] ?? CommunityTally(), after[reference] ?? CommunityTally())
            guard old != new, let last = votes.last(where: { $0.reference == reference && $0.castAt <= end }) else {
                return nil
            }
            return TimelineEvent(
                kind: .votes, at: last.castAt, reference: reference, releaseName: names[reference] ?? reference,
                title: "Votes: \(new.label)", detail: old.count == 0 ? "" : "Before: \(old.label)")
        }
    }

    private func tallies(at time: Int64) -> [String: CommunityTally] {
        var cast: [String: [String: Stance?]] = [:]
        for vote in votes where vote.castAt <= time {
            cast[vote.reference, default: [:]][vote.person] = .some(vote.stance)
        }
        return cast.mapValues { votes in
            CommunityTally(ship: votes.values.count { $0 == .ship }, skip: votes.values.count { $0 == .skip })
        }
    }

    private func predictionEvents(after start: Int64, through end: Int64, names: [String: String]) -> [TimelineEvent] {
        predictions.flatMap { entry -> [TimelineEvent] in
            let prediction = entry.prediction
            let author =
                entry.reviewer == entry.role.displayName
                ? entry.reviewer : "\(entry.reviewer) (\(entry.role.displayName))"
            func event(_ at: Int64, _ title: String) -> TimelineEvent? {
                guard at > start, at <= end else { return nil }
                return TimelineEvent(
                    kind: .prediction, at: at, reference: entry.reference,
                    releaseName: names[entry.reference] ?? entry.reference, title: title, detail: prediction.text)
            }
            var events: [TimelineEvent?] = []
            if let day = prediction.madeOn {
                events.append(event(day.start, "\(author) predicts until \(prediction.due)"))
            }
            if let day = prediction.resolvedOn, let outcome = prediction.outcome {
                events.append(event(day.start, "\(author)'s prediction was \(outcome.rawValue)"))
            }
            // Due is a prediction whose day is over and that nobody has judged by the end of the period.
            if prediction.asOf(Day(containing: end))?.outcome == nil {
                events.append(event(prediction.due.last + 1, "\(author)'s prediction is due"))
            }
            return events.compactMap(\.self)
        }
    }
}
