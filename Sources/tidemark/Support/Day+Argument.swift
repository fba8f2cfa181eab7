import ArgumentParser
import TidemarkLibrary
import TidemarkReplica

extension Day: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}

extension Replica {
    /// The day in UTC, as catalogues count.
    var today: Day { Day(containing: environment.now()) }

    /// The catalogue as it stood at the end of a day; nil for now.
    func catalogue(asOf day: Day?) throws -> (releases: [CatalogueRelease], threshold: VerdictThreshold) {
        if let day { return try releases(asOf: day.last) }
        return (try releases(), try threshold())
    }
}
