import ArgumentParser
import TidemarkReplica

struct UndoCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo",
        abstract: "Take back what was done on this device: the last action, or the one named.",
        discussion: """
            An action is one command, an import of any length included. What it made goes to the trash, what it put there \
            comes back, and values, tags and places become what they were; what somebody has changed since is left alone and \
            listed. An undo is an action too: undoing it brings the first one back. Actions are kept for 90 days.
            """)

    @Argument(help: "The number of the action, as --list shows it.")
    var action: Int64?

    @Flag(help: "List the last actions instead.")
    var list = false

    @Option(help: ArgumentHelp("List at most so many.", valueName: "n"))
    var limit = 20

    @OptionGroup(title: "Global options") var options: GlobalOptions

    private struct Listing: Encodable {
        let schema = "tidemark.actions/0"
        let actions: [Deed]
    }

    private struct Report: Encodable {
        let schema = "tidemark.undo/0"
        let report: UndoReport
    }

    /// Of what was left alone, so many lines are shown; --json has all.
    private static let shownKept = 20

    func validate() throws {
        if limit < 1 { throw ValidationError("--limit is at least 1.") }
        if list, action != nil { throw ValidationError("Either --list or the number of an action.") }
    }

    func perform(_ console: Console) async throws {
        let replica = try open()
        if list { return try show(replica.deeds(limit: limit), console) }
        let report = try replica.undo(action)
        if console.isJSON { return try console.print(json: Report(report: report)) }
        let again = report.undo.map { "; `tidemark undo \($0)` brings it back" } ?? ""
        try console.print("undid \(report.deed) (\(report.label)): \(report.changed) changed\(again)")
        guard !report.kept.isEmpty else { return }
        try console.print("left alone: \(report.kept.count)")
        for kept in report.kept.prefix(Self.shownKept) {
            try console.print("  \(kept.id.prefix(8))  \(kept.name): \(kept.reason)")
        }
        try console.flush()
        if report.kept.count > Self.shownKept { console.say("  and \(report.kept.count - Self.shownKept) more") }
    }

    private func show(_ deeds: [Deed], _ console: Console) throws {
        if console.isJSON { return try console.print(json: Listing(actions: deeds)) }
        guard Terminal.isTerminal(1) else {
            for deed in deeds {
                let fields = [
                    "\(deed.id)", LocalTime.text(deed.madeAt), deed.label, "\(deed.size)",
                    deed.isUndone ? "undone" : "",
                ]
                try console.print(fields.joined(separator: "\t"))
            }
            return
        }
        if deeds.isEmpty { return console.say("Nothing was done on this device in the last 90 days.") }
        var table = TextTable([
            .init("Action", minimum: 6), .init("When", minimum: 12), .init("What", minimum: 12),
            .init("Size", minimum: 4),
            .init("", minimum: 6),
        ])
        for deed in deeds {
            let style = deed.isUndone ? "2" : nil
            table.add([
                ("\(deed.id)", style), (LocalTime.text(deed.madeAt), style), (deed.label, style),
                ("\(deed.size)", style),
                (deed.isUndone ? "undone" : "", "2"),
            ])
        }
        try table.print(to: console, width: Terminal.width)
    }
}
