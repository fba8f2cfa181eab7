import ArgumentParser
import TidemarkLibrary
import TidemarkReplica

extension Day: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}

extension Replica {
    /// The day in UTC, as catalogues count.
    var today: Day { Day(containing: environment.now()) }
}
