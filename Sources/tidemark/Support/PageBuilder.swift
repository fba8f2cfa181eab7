import TidemarkCore
import TidemarkInterchange
import TidemarkLibrary
import TidemarkReplica

/// Puts a comparison together from what a library holds.
struct PageBuilder {
    let replica: Replica
    var asOf: Day?
    var weights: String?
    var seats: Int?
    var explains = false
    var tellsHistory = false

    /// A page with the rows that it is about.
    struct Built {
        let page: ComparisonPage
        let releases: [CatalogueRelease]
        let threshold: VerdictThreshold
    }

    /// - Throws: `ReplicaError.notFound` for what is not in the catalogue (on that day), `ComparisonError`.
    func build(_ names: [String]) throws -> Built {
        let (found, threshold) = try find(names)
        let own = Dictionary(try replica.ownVerdicts().map { ($0.key, $0.record) }) { first, _ in first }
        // Pages of the past have theirs already.
        let predictions = asOf == nil ? try replica.predictions().map(\.entry) : []
        let inputs = found.map { entry in
            var input = entry.column
            input.ownVerdict = own[OwnVerdict.key(of: [entry.row])]?.stance
            for index in input.takes.indices {
                let take = input.takes[index]
                input.takes[index].predictions += predictions.filter {
                    $0.reference == entry.reference && $0.role == take.role && $0.reviewer == take.reviewer
                }.map(\.prediction)
            }
            return input
        }
        var page = ComparisonPage(try Comparison(inputs, threshold: threshold))
        page.asOf = asOf
        page.seats = seats
        page.ownVerdict = own[OwnVerdict.key(of: found.map(\.row))]
        if let weights {
            let (parsed, name) = try WeightsArgument.find(weights, in: replica)
            page.weighing = Weighing(page.comparison, weights: parsed)
            page.weightsName = name
        }
        if explains { page.explanations = inputs.map { Explanation.all(of: $0, threshold: threshold) } }
        if asOf == nil { page.news = try news(found, inputs, threshold) }
        if tellsHistory {
            let events = try replica.catalogueHistory().events(
                after: .min, through: asOf?.last ?? replica.environment.now())
            page.history = found.map { entry in events.filter { $0.reference == entry.reference }.reversed() }
        }
        return Built(page: page, releases: found, threshold: threshold)
    }

    private func find(_ names: [String]) throws -> ([CatalogueRelease], VerdictThreshold) {
        let (releases, threshold) = try replica.catalogue(asOf: asOf)
        let finder = ReleaseFinder(releases: releases)
        return (try names.map { try finder.find($0, asOf: asOf) }, threshold)
    }

    /// Nil where no release was ever read.
    private func news(
        _ found: [CatalogueRelease], _ inputs: [ComparisonColumn.Input], _ threshold: VerdictThreshold
    ) throws -> [ComparisonPage.News?]? {
        let marks = try replica.readMarks()
        let news = zip(found, inputs).map { entry, input -> ComparisonPage.News? in
            guard let mark = marks[entry.row.description] else { return nil }
            let changes = mark.snapshot.changes(to: ReadSnapshot(input, threshold: threshold))
            return ComparisonPage.News(since: mark.at, changes: changes)
        }
        return news.contains { $0 != nil } ? news : nil
    }

    /// Remembers that the releases of a page were read; only the shelf knows.
    static func markRead(_ built: Built, in replica: Replica) throws {
        let snapshots = built.releases.map { ($0.row, ReadSnapshot($0.column, threshold: built.threshold)) }
        try replica.edit(.shelf) { edit in
            for (row, snapshot) in snapshots { try edit.markRead(row, snapshot) }
        }
    }
}
