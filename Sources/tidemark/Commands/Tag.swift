import ArgumentParser
import TidemarkCore
import TidemarkReplica

struct TagCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tag",
        abstract: "Add tags to bookmarks and take them away; list, rename and merge tags.",
        discussion: """
            `tidemark tag ITEM` prints the tags of a bookmark, `tidemark tag ITEM TAG...` adds some, and `tidemark tag \
            --query QUERY TAG...` adds them to all bookmarks that fit.
            """,
        subcommands: [Item.self, List.self, Rename.self, Merge.self], defaultSubcommand: Item.self)

    struct Item: TidemarkCommand {
        static let configuration = CommandConfiguration(
            commandName: "item",
            abstract: "Add tags to a bookmark and take them away; without tags, print them.",
            discussion: """
                With --query all arguments are tags, and all bookmarks that fit get them, in one action: they are shown first, \
                and nothing is changed without a yes.
                """)

        @Argument(help: "The bookmark.")
        var item: String?

        @Argument(help: "Tags to add; a plus sign in front of one is ignored.")
        var tags: [String] = []

        @Option(help: ArgumentHelp("A tag to add; may be repeated.", valueName: "tag"))
        var add: [String] = []

        @Option(help: ArgumentHelp("A tag to take away; may be repeated.", valueName: "tag"))
        var remove: [String] = []

        @Option(help: ArgumentHelp("All bookmarks that fit; see `tidemark search --help`.", valueName: "query"))
        var query: String?

        @OptionGroup(title: "Global options") var options: GlobalOptions

        private struct Document: Encodable {
            let schema = "tidemark.tags/0"
            let id: String
            let tags: [String]
        }

        func validate() throws {
            guard query == nil else {
                if item == nil, add.isEmpty, remove.isEmpty { throw ValidationError("Say which tags.") }
                return
            }
            if item == nil { throw ValidationError("Say which bookmark, or which with --query.") }
        }

        func perform(_ console: Console) async throws {
            let replica = try open()
            let given = query == nil ? tags : (item.map { [$0] } ?? []) + tags
            let new = try (given.map { $0.hasPrefix("+") ? String($0.dropFirst()) : $0 } + add).map(Tag.checked)
            let old = try remove.map(Tag.checked)
            if let query { return try tagAll(Selection(query, in: replica), new, old, replica, console) }
            let item = item ?? ""
            if !new.isEmpty || !old.isEmpty {
                let (row, bookmark) = try replica.find(living: item)
                try replica.edit(.shelf, label: "tag") { edit in
                    for tag in new { try edit.tag(item: row, tag) }
                    for tag in old { try edit.untag(item: row, tag) }
                }
                for tag in old where !bookmark.tags.contains(tag) && !new.contains(tag) {
                    console.say("\(bookmark.shortID) did not have the tag \"\(tag)\".")
                }
            }
            let bookmark = try replica.find(item: item).bookmark
            if console.isJSON { return try console.print(json: Document(id: bookmark.id, tags: bookmark.tags)) }
            for tag in bookmark.tags { try console.print(tag) }
            if bookmark.tags.isEmpty { console.say("\(bookmark.shortID) has no tags.") }
        }

        private func tagAll(
            _ selection: Selection, _ new: [String], _ old: [String], _ replica: Replica, _ console: Console
        ) throws {
            let words = [
                new.isEmpty ? nil : "tag \(selection.count) with \(new.joined(separator: ", "))",
                old.isEmpty
                    ? nil : "take \(old.joined(separator: ", ")) from \(new.isEmpty ? selection.count : "them")",
            ].compactMap { $0 }.joined(separator: ", and ")
            try selection.confirm(words.prefix(1).uppercased() + words.dropFirst(), console)
            let (query, text, rows) = (selection.query, selection.text, selection.rows)
            let changed = try replica.edit(.shelf, label: "tag") { edit in
                try edit.changing(rows, fitting: query, text: text) { row in
                    var isChanged = false
                    for tag in new where try edit.tag(item: row, tag) { isChanged = true }
                    for tag in old where try edit.untag(item: row, tag) { isChanged = true }
                    return isChanged
                }
            }
            try BulkReport(selection, changed: changed).print(new.isEmpty ? "untagged" : "tagged", to: console)
        }
    }
}
