import ArgumentParser
import TidemarkReplica

extension TagCommand {
    struct List: TidemarkCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List all tags with the number of bookmarks that have them.",
            discussion: "In a pipe each is one line: number and tag, between tabs.")

        @Flag(help: "The most used first, instead of in alphabetical order.")
        var byCount = false

        @OptionGroup(title: "Global options") var options: GlobalOptions

        private struct Document: Encodable {
            let schema = "tidemark.taglist/0"
            let tags: [TagCount]
        }

        func perform(_ console: Console) async throws {
            var tags = try open().tags()
            if byCount { tags = tags.sorted { ($1.bookmarks, $0.tag) < ($0.bookmarks, $1.tag) } }
            if console.isJSON { return try console.print(json: Document(tags: tags)) }
            let isTerminal = Terminal.isTerminal(1)
            let width = tags.map { "\($0.bookmarks)".count }.max() ?? 0
            for tag in tags {
                let number = "\(tag.bookmarks)"
                let padding = isTerminal ? String(repeating: " ", count: width - number.count) : ""
                let separator = isTerminal ? "  " : "\t"
                try console.print(padding + number + separator + console.styled(tag.tag, "36"))
            }
            if tags.isEmpty { console.say("No bookmark has a tag.") }
        }
    }
}
