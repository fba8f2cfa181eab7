import ArgumentParser
import TidemarkInterchange
import TidemarkLibrary
import TidemarkReplica

struct ToolsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tools", abstract: "List the catalogue's releases; tell the history of a tool; explain a badge.",
        subcommands: [List.self, History.self, Why.self], defaultSubcommand: List.self)

    struct List: TidemarkCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the catalogue's releases with their verdicts.",
            discussion:
                "In a pipe each is one line: release, category, verdict, panel, score, votes and entry price, between tabs."
        )

        enum Order: String, ExpressibleByArgument, CaseIterable {
            /// By the lower bound of the Wilson interval: few votes rank low, whatever they say.
            case community
            /// By share of ship, then by how many takes say so.
            case panel
            case name
        }

        @Option(help: "community: by votes, the surest first. panel: by the panel's verdict. name: by tool and date.")
        var sort = Order.name

        @Option(help: ArgumentHelp("Only this category.", valueName: "category"))
        var category: String?

        @Option(help: ArgumentHelp("As it stood at the end of that day.", valueName: "date"))
        var asOf: Day?

        @OptionGroup(title: "Global options") var options: GlobalOptions

        private struct Report: Encodable {
            struct Line: Encodable {
                let release, name, category, verdict, panel, community, entry: String
                let panelPercent: Int?
                let meanScore: Double?
                let communityLowerBound: Double?
            }

            let schema = "tidemark.tools/0"
            let sort: String
            let releases: [Line]
        }

        func perform(_ console: Console) async throws {
            let replica = try open()
            let (all, threshold) = try replica.catalogue(asOf: asOf)
            let columns = try sorted(all.filter(isWanted), threshold)
            let lines = columns.map { entry, panel in
                let votes = entry.column.votes
                return Report.Line(
                    release: entry.reference, name: entry.release.name, category: entry.tool.category,
                    verdict: panel.verdictLabel, panel: panel.shareLabel, community: votes.label,
                    entry: EntryPrice.label(tiers: entry.release.tiers, text: entry.release.pricingText),
                    panelPercent: panel.percent, meanScore: panel.meanScore,
                    communityLowerBound: votes.count == 0 ? nil : votes.lowerBound)
            }
            if console.isJSON { return try console.print(json: Report(sort: sort.rawValue, releases: lines)) }
            if lines.isEmpty {
                if let asOf, all.isEmpty { return console.say("Nothing was published by \(asOf).") }
                guard let category, !all.isEmpty else {
                    return console.say("The catalogue is empty: `tidemark import` a catalogue folder or a saved page.")
                }
                let known = Set(all.map(\.tool.category)).sorted().joined(separator: ", ")
                return console.say("No release is in the category \"\(category)\"; there are: \(known).")
            }
            var table = TextTable([
                .init("RELEASE", minimum: 17), .init("CATEGORY", minimum: 8), .init("VERDICT", minimum: 7),
                .init("PANEL SHIP", minimum: 10), .init("SCORE", minimum: 5), .init("VOTES", minimum: 8),
                .init("ENTRY", minimum: 10),
            ])
            for (line, (entry, panel)) in zip(lines, columns) {
                let votes = entry.column.votes
                table.add([
                    (line.release, nil), (line.category, nil),
                    (panel.verdict.displayName, Self.colours[panel.verdict] ?? nil),
                    (Self.share(panel.percent, panel.ship, panel.stanceCount, orElse: "none yet"), nil),
                    (panel.meanScoreLabel ?? "–", nil),
                    (Self.share(votes.percent, votes.ship, votes.count, orElse: "none yet"), nil),
                    (line.entry, nil),
                ])
            }
            try table.print(to: console)
        }

        private static let colours: [Verdict: String] = [.ship: "32", .skip: "31", .split: "33", .none: "2"]

        /// "75% of 4"; counts alone where they are too few for a percentage.
        private static func share(_ percent: Int?, _ ship: Int, _ count: Int, orElse none: String) -> String {
            guard count > 0 else { return none }
            return percent.map { "\($0)% of \(count)" } ?? "\(ship) of \(count)"
        }

        private func isWanted(_ entry: CatalogueRelease) -> Bool {
            category.map { entry.tool.category.lowercased() == $0.lowercased() } ?? true
        }

        private func sorted(
            _ releases: [CatalogueRelease], _ threshold: VerdictThreshold
        ) throws -> [(CatalogueRelease, PanelTally)] {
            let rows = releases.map { ($0, PanelTally(takes: $0.release.takes, threshold: threshold)) }
            switch sort {
            case .name: return rows
            case .community:
                // Nobody's vote is no bad vote: what has none stands last, behind a bound of 0.
                func key(_ entry: CatalogueRelease) -> (Double, Int) {
                    let votes = entry.column.votes
                    return votes.count == 0 ? (-1, 0) : (votes.lowerBound, votes.count)
                }
                return rows.sorted { key($0.0) == key($1.0) ? $0.0.reference < $1.0.reference : key($0.0) > key($1.0) }
            case .panel:
                func key(_ panel: PanelTally) -> (Int, Int) { (panel.percent ?? -1, panel.stanceCount) }
                return rows.sorted { key($0.1) == key($1.1) ? $0.0.reference < $1.0.reference : key($0.1) > key($1.1) }
            }
        }
    }
}
