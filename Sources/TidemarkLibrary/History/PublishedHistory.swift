/// Puts dates, earlier revisions and predictions into records that hold only what is current.
package struct PublishedHistory {
    /// By release, then by subject, each by time.
    private let revisions: [String: [RevisionSubject: [Revision]]]

    package init(_ history: CatalogueHistory) {
        var revisions: [String: [RevisionSubject: [Revision]]] = [:]
        for revision in history.revisions {
            guard let reference = revision.subject.reference else { continue }
            revisions[reference, default: [:]][revision.subject, default: []].append(revision)
        }
        self.revisions = revisions
    }

    /// - Parameter predictions: those on the release.
    package func dated(
        _ release: ReleaseRecord, reference: String, _ predictions: [PredictionEntry]
    ) -> ReleaseRecord {
        var release = release
        var earlier: [Revision] = []
        let current = RevisionContent.pricing(release.pricingText)
        for (subject, known) in revisions[reference] ?? [:] {
            if case .pricing = subject {
                let (head, replaced) = Self.head(known, current)
                release.pricedAt = head
                earlier += replaced
            }
            guard case .take(_, _, let role, let slug) = subject else { continue }
            let index = release.takes.firstIndex { $0.role == role && Slug.make($0.reviewer) == slug }
            guard let index else {
                earlier += known.dropLast()
                if let last = known.last { earlier.append(Self.withdrawn(last, predictions)) }
                continue
            }
            let (head, replaced) = Self.head(known, .take(release.takes[index]))
            release.takes[index].publishedAt = head
            earlier += replaced
        }
        for index in release.takes.indices {
            let take = release.takes[index]
            release.takes[index].predictions = predictions.filter {
                $0.role == take.role && $0.reviewer == take.reviewer
            }.map(\.prediction)
        }
        release.earlier = earlier.sorted {
            ($0.publishedAt, $0.subject.text, $0.id) < ($1.publishedAt, $1.subject.text, $1.id)
        }.map { PublishedRevision(publishedAt: $0.publishedAt, content: $0.content) }
        return release
    }

    /// What a reviewer predicted outlives the take.
    private static func withdrawn(_ revision: Revision, _ predictions: [PredictionEntry]) -> Revision {
        guard case .withdrawn(var take) = revision.content else { return revision }
        take.predictions = predictions.filter { $0.role == take.role && $0.reviewer == take.reviewer }.map(\.prediction)
        return Revision(
            subject: revision.subject, publishedAt: revision.publishedAt, content: .withdrawn(take), id: revision.id)
    }

    /// When the current content was published, and what it replaced. Nil where two people changed it at once, so that what
    /// stands now was published by nobody.
    private static func head(_ known: [Revision], _ current: RevisionContent) -> (Int64?, [Revision]) {
        guard let last = known.last, last.content.text == current.text else { return (nil, known) }
        return (last.publishedAt, known.dropLast())
    }
}
