import ArgumentParser
import TidemarkCore
import TidemarkInterchange
import TidemarkLibrary
import TidemarkReplica

struct DuplicatesCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "duplicates",
        abstract: "List bookmarks that show one page under several addresses, and make one of them.",
        discussion: """
            They have the same address but for http or https, "www.", a slash at the end, tracking and fragments; or the same \
            title on the same site, where that title stands for few pages and the addresses differ in more than numbers.

            With --apply one bookmark of each group stays. It gets the tags, notes, highlights and folders of the others and the \
            earliest date; the others go to the trash, and an address that differs by more than spelling goes into the note. \
            All of it is one action. In a pipe each bookmark is one line: group, keep or drop, reason, id, address and title.
            """)

    @Flag(help: "Make one bookmark of each group, after a question.")
    var apply = false

    @OptionGroup(title: "Global options") var options: GlobalOptions

    private struct Document: Encodable {
        let schema = "tidemark.duplicates/0"
        let groups: [Duplicates]
        /// How many went to the trash; nil where nothing was to be done.
        let removed: Int?
    }

    /// Enough to see what kind of duplicates there are.
    private static let previewedGroups = 10

    func perform(_ console: Console) async throws {
        let replica = try open()
        let groups = try replica.duplicates()
        guard apply, !groups.isEmpty else {
            if console.isJSON { return try console.print(json: Document(groups: groups, removed: apply ? 0 : nil)) }
            if groups.isEmpty { return console.say("No two bookmarks show the same page.") }
            if !Terminal.isTerminal(1) { return try printLines(groups, to: console) }
            for group in groups { for line in Self.lines(group, console) { try console.print(line) } }
            try console.flush()
            console.say("\(Self.count(groups)). `tidemark duplicates --apply` makes one bookmark of each group.")
            return
        }
        if !console.assumesYes {
            for group in groups.prefix(Self.previewedGroups) {
                for line in Self.lines(group, console) { console.complain(line + "\n") }
            }
            if groups.count > Self.previewedGroups {
                console.complain(
                    "... and \(groups.count - Self.previewedGroups) more groups: `tidemark duplicates` lists them.\n")
            }
        }
        try Question.confirm("Unite \(Self.count(groups))", console)
        let rows = groups.map { group in ([group.kept] + group.others).compactMap { RowID(hex: $0.id) } }
        let removed = try replica.edit(.shelf, label: "duplicates") { try $0.unite(rows) }
        if console.isJSON { return try console.print(json: Document(groups: groups, removed: removed)) }
        try console.print("united \(Self.count(groups)); \(Plural.of(removed, "bookmark")) went to the trash")
    }

    private static func count(_ groups: [Duplicates]) -> String {
        let all = groups.reduce(0) { $0 + 1 + $1.others.count }
        return
            "\(Plural.of(all, "bookmark")) in \(Plural.of(groups.count, "group"))"
    }

    private static func lines(_ group: Duplicates, _ console: Console) -> [String] {
        let reason = group.reason == .address ? "same address" : "same title on one site"
        let title = ([group.kept] + group.others).lazy.map(\.title).first { !$0.isEmpty } ?? group.kept.url
        let width = max(Terminal.width, 40)
        func line(_ text: String) -> String { CellText.fitted(CellText.line(text), to: width, fills: false) }
        return [
            console.bold(line(title)) + console.dim(" (\(reason))"),
            line("  keep  \(group.kept.shortID)  \(group.kept.url)"),
        ]
            + group.others.map { console.dim(line("  drop  \($0.shortID)  \($0.url)")) }
    }

    private func printLines(_ groups: [Duplicates], to console: Console) throws {
        for (index, group) in groups.enumerated() {
            for (bookmark, word) in [(group.kept, "keep")] + group.others.map({ ($0, "drop") }) {
                let fields = [
                    "\(index + 1)", word, group.reason.rawValue, bookmark.id, bookmark.url, bookmark.title,
                ]
                try console.print(fields.map { CellText.line($0) }.joined(separator: "\t"))
            }
        }
    }
}
