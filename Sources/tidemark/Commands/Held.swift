import ArgumentParser
import TidemarkInterchange
import TidemarkReplica

struct HeldCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "held",
        abstract: "Look at a mass deletion that waits for your decision, and accept or refuse it.",
        subcommands: [List.self, Accept.self, Refuse.self], defaultSubcommand: List.self)

    struct List: TidemarkCommand {
        static let configuration = CommandConfiguration(
            abstract: "List what would go: one bookmark a line, by the device that removed it.",
            discussion: """
                Where another device has removed more than a fifth of the bookmarks here, or more than 1,000, by one action or \
                within a day, nothing vanishes on this device until you decide. Fewer than 20 are never held. `tidemark sync` \
                exits with 6 when something is newly held. `tidemark held accept` lets the removal take its course, and \
                `tidemark held refuse` takes what was removed out of the trash again, on all devices.
                """)

        @OptionGroup(title: "Global options") var options: GlobalOptions

        private struct Document: Encodable {
            let schema = "tidemark.held/0"
            let removals: [HeldRemoval]
        }

        func perform(_ console: Console) async throws {
            let removals = try open().heldRemovals()
            if console.isJSON { return try console.print(json: Document(removals: removals)) }
            if removals.isEmpty { return console.say("Nothing is held.") }
            for removal in removals {
                let device = removal.device ?? "An unknown device"
                try console.flush()
                console.say(
                    "\(device) removed \(Plural.of(removal.bookmarks.count, "bookmark")) (received \(LocalTime.text(removal.receivedAt))):"
                )
                for bookmark in removal.bookmarks {
                    let title = CellText.line(bookmark.title.isEmpty ? bookmark.url : bookmark.title)
                    let folders = BookmarkList.folders(of: bookmark)
                    guard Terminal.isTerminal(1) else {
                        try console.print(
                            ["-", bookmark.id, title, bookmark.url, folders].map(CellText.line).joined(separator: "\t"))
                        continue
                    }
                    let line = CellText.fitted(
                        "- \(bookmark.shortID)  \(title)  \(folders)", to: max(Terminal.width, 20), fills: false)
                    try console.print(console.styled(line, "31"))
                }
            }
            try console.flush()
            console.say("Let them go with `tidemark held accept`, or keep them everywhere with `tidemark held refuse`.")
        }
    }

    struct Accept: TidemarkCommand {
        static let configuration = CommandConfiguration(abstract: "Let the removal take its course on this device.")

        @Option(help: ArgumentHelp("Only what this device removed.", valueName: "device"))
        var from: String?

        @OptionGroup(title: "Global options") var options: GlobalOptions

        func perform(_ console: Console) async throws {
            try Decision(accepted: true, count: open().decideHeld(accept: true, device: from)).print(to: console)
        }
    }

    struct Refuse: TidemarkCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take what was removed out of the trash again, on all devices.")

        @Option(help: ArgumentHelp("Only what this device removed.", valueName: "device"))
        var from: String?

        @OptionGroup(title: "Global options") var options: GlobalOptions

        func perform(_ console: Console) async throws {
            try Decision(accepted: false, count: open().decideHeld(accept: false, device: from)).print(to: console)
        }
    }

    private struct Decision: Encodable {
        let schema = "tidemark.decision/0"
        let accepted: Bool
        let bookmarks: Int

        init(accepted: Bool, count: Int) {
            self.accepted = accepted
            bookmarks = count
        }

        func print(to console: Console) throws {
            if console.isJSON { return try console.print(json: self) }
            try console.print(
                accepted
                    ? "\(Plural.of(bookmarks, "bookmark")) moved to the trash"
                    : "kept \(Plural.of(bookmarks, "bookmark")); the next sync brings them back on the other devices")
        }
    }
}
