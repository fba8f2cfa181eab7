import ArgumentParser
import TidemarkReplica

struct TagCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "tag", abstract: "Add tags to a bookmark and take them away; without tags, print them.")

    @Argument(help: "The bookmark.")
    var item: String

    @Argument(help: "Tags to add; a plus sign in front of one is ignored.")
    var tags: [String] = []

    @Option(help: ArgumentHelp("A tag to add; may be repeated.", valueName: "tag"))
    var add: [String] = []

    @Option(help: ArgumentHelp("A tag to take away; may be repeated.", valueName: "tag"))
    var remove: [String] = []

    @OptionGroup(title: "Global options") var options: GlobalOptions

    private struct Document: Encodable {
        let schema = "tidemark.tags/0"
        let id: String
        let tags: [String]
    }

    func perform(_ console: Console) async throws {
        let replica = try open()
        if !tags.isEmpty || !add.isEmpty || !remove.isEmpty {
            let new = try (tags.map { $0.hasPrefix("+") ? String($0.dropFirst()) : $0 } + add).map(Tag.checked)
            let old = try remove.map(Tag.checked)
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
}
