import TidemarkLibrary
import TidemarkReplica

extension CatalogueRelease {
    var column: ComparisonColumn.Input {
        ComparisonColumn.Input(
            reference: reference, tool: tool, release: release,
            votes: CommunityTally(ship: votes.ship, skip: votes.skip))
    }
}

extension Replica {
    func threshold() throws -> VerdictThreshold {
        try catalogueSettings().thresholdPercent.map { VerdictThreshold(percent: $0) } ?? .half
    }
}

/// What a person means by the name of a tool or a release.
struct ReleaseFinder {
    let releases: [CatalogueRelease]

    /// - Parameters:
    ///   - name: "tool/release", the slug or name of a tool, or the beginning of one; a tool stands for its newest release.
    ///   - asOf: the day as of which `releases` stand, for the error's text.
    func find(_ name: String, asOf: Day? = nil) throws -> CatalogueRelease {
        let wanted = name.lowercased()
        if let exact = releases.first(where: { $0.reference.lowercased() == wanted }) { return exact }
        let fits: [(CatalogueRelease) -> Bool] = [
            { $0.tool.slug.lowercased() == wanted || $0.tool.name.lowercased() == wanted },
            { $0.release.name.lowercased() == wanted },
            { $0.tool.slug.lowercased().hasPrefix(wanted) || $0.tool.name.lowercased().hasPrefix(wanted) },
        ]
        for fit in fits {
            let found = releases.filter(fit)
            let tools = Set(found.map(\.tool.slug))
            if tools.count == 1, let newest = found.last { return newest }
            if tools.count > 1 {
                throw ReplicaError.ambiguous("\"\(name)\" fits several tools", candidates: tools.sorted())
            }
        }
        let near = Set(releases.map(\.tool.slug)).filter { $0.contains(wanted.prefix(3)) }.sorted().prefix(5)
        throw ReplicaError.notFound(
            "There is no tool or release \"\(name)\"."
                + (near.isEmpty ? " `tidemark tools` lists them." : " Did you mean \(near.joined(separator: ", "))?")
                + (asOf.map { " The catalogue is shown as of \($0)." } ?? ""))
    }
}
