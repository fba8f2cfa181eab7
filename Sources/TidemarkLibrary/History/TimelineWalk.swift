/// Goes through publications in the order of time and tells what each changed.
struct TimelineWalk {
    private(set) var events: [TimelineEvent] = []
    /// Names of releases, by reference.
    private(set) var names: [String: String] = [:]
    private var threshold = VerdictThreshold.half
    private var takes: [String: [RevisionSubject: TakeRecord]] = [:]
    private var prices: [String: String] = [:]

    /// Takes what was published at one time.
    mutating func publish(_ revisions: ArraySlice<Revision>, at time: Int64, isTold: Bool) {
        // A new threshold may turn any verdict.
        let isForAll = revisions.contains { $0.subject == .catalogue }
        let touched = isForAll ? Set(names.keys) : Set(revisions.compactMap(\.subject.reference))
        let before = Dictionary(uniqueKeysWithValues: touched.map { ($0, tally($0)) })
        var made: [TimelineEvent] = []
        var isNew: Set<String> = []
        for revision in revisions {
            guard let reference = revision.subject.reference else {
                if case .threshold(let percent) = revision.content { threshold = VerdictThreshold(percent: percent) }
                continue
            }
            if case .release(let release) = revision.content {
                if names.updateValue(release.name, forKey: reference) == nil { isNew.insert(reference) }
            }
        }
        for revision in revisions {
            guard let reference = revision.subject.reference else { continue }
            if let event = publish(revision, reference, at: time, quietly: isNew.contains(reference)) {
                made.append(event)
            }
        }
        guard isTold else { return }
        for reference in touched.union(isNew).sorted() where names[reference] != nil {
            let tally = tally(reference)
            if isNew.contains(reference) {
                made.append(
                    event(.newRelease, time, reference, TimelineEvent.newTitle(tally), prices[reference] ?? ""))
            } else if let old = before[reference], old.verdict != tally.verdict {
                made.append(
                    event(
                        .verdict, time, reference, TimelineEvent.verdictTitle(tally, before: old),
                        "Now \(tally.verdictLabel); before \(old.verdictLabel)."))
            }
        }
        events += made
    }

    /// - Parameter quietly: a new release is told as one event.
    private mutating func publish(
        _ revision: Revision, _ reference: String, at time: Int64, quietly: Bool
    ) -> TimelineEvent? {
        switch (revision.subject, revision.content) {
        case (.pricing, .pricing(let text)):
            let old = prices.updateValue(text, forKey: reference)
            guard !quietly, old != nil || !text.isEmpty else { return nil }
            func shown(_ text: String) -> String { text.isEmpty ? "No price given" : text }
            let before = old.map { ", before \(shown($0))" } ?? ""
            return event(.pricing, time, reference, "Price: \(shown(text))\(before)", "")
        case (.take(_, _, let role, _), .take(let take)):
            let old = takes[reference, default: [:]].updateValue(take, forKey: revision.subject)
            guard !quietly else { return nil }
            let author = take.reviewer == role.displayName ? take.reviewer : "\(role.displayName), \(take.reviewer)"
            guard let old else {
                return event(.take, time, reference, "\(author): \(take.label)", take.rationale)
            }
            let change = old.label == take.label ? "rewritten" : "\(take.label), before \(old.label)"
            return event(.take, time, reference, "\(author): \(change)", take.rationale)
        case (.take(_, _, let role, _), .withdrawn):
            guard let old = takes[reference]?.removeValue(forKey: revision.subject), !quietly else { return nil }
            let author =
                old.reviewer == role.displayName ? old.reviewer : "\(role.displayName), \(old.reviewer)"
            return event(.take, time, reference, "\(author): taken back, before \(old.label)", "")
        default: return nil
        }
    }

    private func tally(_ reference: String) -> PanelTally {
        PanelTally(takes: Array((takes[reference] ?? [:]).values), threshold: threshold)
    }

    private func event(
        _ kind: TimelineEvent.Kind, _ time: Int64, _ reference: String, _ title: String, _ detail: String
    ) -> TimelineEvent {
        TimelineEvent(
            kind: kind, at: time, reference: reference, releaseName: names[reference] ?? reference, title: title,
            detail: detail)
    }
}
