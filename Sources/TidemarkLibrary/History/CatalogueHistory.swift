/// Everything that a catalogue ever published, from which any page as of any time is computed.
package struct CatalogueHistory: Sendable, Hashable {
    /// By time; what was published at once, by subject and id.
    package let revisions: [Revision]
    /// By time.
    package let votes: [VoteChange]
    package let predictions: [PredictionEntry]

    /// Of revisions of a subject that follow each other with equal content, the first is kept: two devices may have published
    /// the same content after different ones.
    package init(revisions: [Revision], votes: [VoteChange] = [], predictions: [PredictionEntry] = []) {
        var last: [RevisionSubject: RevisionContent] = [:]
        let sorted = revisions.sorted {
            ($0.publishedAt, $0.subject.text, $0.id) < ($1.publishedAt, $1.subject.text, $1.id)
        }
        self.revisions = sorted.filter { last.updateValue($0.content, forKey: $0.subject) != $0.content }
        self.votes = votes.sorted { ($0.castAt, $0.person) < ($1.castAt, $1.person) }
        self.predictions = predictions
    }

    /// The catalogue as it stood at a time, in milliseconds since 1970.
    package func state(at time: Int64) -> CatalogueState {
        var current: [RevisionSubject: Revision] = [:]
        for revision in revisions {
            guard revision.publishedAt <= time else { break }
            current[revision.subject] = revision
        }
        var cast: [String: [String: Stance?]] = [:]
        for vote in votes {
            guard vote.castAt <= time else { break }
            cast[vote.reference, default: [:]][vote.person] = .some(vote.stance)
        }
        let tallies = cast.mapValues { votes in
            CommunityTally(ship: votes.values.count { $0 == .ship }, skip: votes.values.count { $0 == .skip })
        }
        return CatalogueState(current, votes: tallies, predictions: predictions, on: Day(containing: time))
    }
}
