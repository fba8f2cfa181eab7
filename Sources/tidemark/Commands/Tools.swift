import ArgumentParser
import TidemarkLibrary
import TidemarkReplica

struct ToolsCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "tools", abstract: "List the catalogue's releases with their verdicts.")

    @OptionGroup(title: "Global options") var options: GlobalOptions

    private struct Report: Encodable {
        struct Line: Encodable {
            let release, name, category, verdict, panel, community, entry: String
        }

        let schema = "tidemark.tools/0"
        let releases: [Line]
    }

    func perform(_ console: Console) async throws {
        let replica = try open()
        let threshold = try replica.threshold()
        let lines = try replica.releases().map { entry in
            let panel = PanelTally(takes: entry.release.takes, threshold: threshold)
            return Report.Line(
                release: entry.reference, name: entry.release.name, category: entry.tool.category,
                verdict: panel.verdictLabel, panel: panel.shareLabel,
                community: CommunityTally(ship: entry.votes.ship, skip: entry.votes.skip).label,
                entry: EntryPrice.label(tiers: entry.release.tiers, text: entry.release.pricingText))
        }
        if console.isJSON { return try console.print(json: Report(releases: lines)) }
        if lines.isEmpty {
            return console.say("The catalogue is empty: `tidemark import` a catalogue folder or a saved page.")
        }
        var table = TextTable([
            .init("RELEASE", minimum: 12), .init("CATEGORY", minimum: 8), .init("VERDICT", minimum: 8),
            .init("PANEL", minimum: 6), .init("COMMUNITY", minimum: 10), .init("ENTRY", minimum: 5),
        ])
        for line in lines {
            table.add([line.release, line.category, line.verdict, line.panel, line.community, line.entry])
        }
        try table.print(to: console, width: Terminal.width)
    }
}
